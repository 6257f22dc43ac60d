using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Tests.Envelope;

/// <summary>A whole file of the reference, whose data key and IVs are known (spec sops.md 13.1).</summary>
public sealed class PublishedFileTests
{
    private const string Plain = "# top comment\na: hello\nb:\n    - 1\n    - true\nc_unencrypted: plain\ne: \"\"\n";
    private const string Mac =
        "E67F038A9F4C8D9981BADDB66F1604E2CE9DFC5F13B106CAEBA2DE431726B893622360141B21134E1256048E32C4E3938F7587CBE6BCF6BBFDB045E0449AB1BB";

    private const string Encrypted = """
        #ENC[AES256_GCM,data:0M6XzOShAH5JIUCl,iv:BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=,tag:0O3ZjI2K0jSqBXgG7h0mOA==,type:comment]
        a: ENC[AES256_GCM,data:0cHFi7Y=,iv:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=,tag:ymZUyOw8wR96TPf7Sj/n1A==,type:str]
        b:
            - ENC[AES256_GCM,data:Xg==,iv:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,tag:3lNOBeVeXkui2tkKgjuOaA==,type:int]
            - ENC[AES256_GCM,data:PgY2CQ==,iv:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=,tag:8FisyxLyNJoPTFDYXzaZbA==,type:bool]
        c_unencrypted: plain
        e: ""
        sops:
            age:
                - enc: |
                    -----BEGIN AGE ENCRYPTED FILE-----
                    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBlMDZRbTc1Ly9rVEVaYUln
                    QTMxZ2p1TllsOU1lK1hMd2YzU0pMTEQzUHhNCnp3M3Myb05RZnp1bXdZQjRmU1o3
                    TkluaXlZU1F5dlZXcUN1cnhoRnNuSzQKLS0tIDY4N01ybFgwdUdyajkxYUZaZVBP
                    NHFUTUtUSUxwd1V5NWtvSlVndEZZd3cKIiIiIiIiIiIiIiIiIiIiItnkqG0XVSdW
                    V2PoGu9cSErRll/ciMz4ktOMZLV9/QYO7UAOpTx61HasgX1KmKSaXQ==
                    -----END AGE ENCRYPTED FILE-----
                  recipient: age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj
            lastmodified: "2026-01-02T03:04:05Z"
            mac: ENC[AES256_GCM,data:KzpYLwLNZXhanRKE2QC3VmKC3Hnf+lrQqjcw+AX+1rRCZd166FLiXrrQx6Ca89dfVw9xkRHyFyENZ1IRdIy6JHbNFoMhgU/E06VKCauzAQ0ZLIEKSj/RtLZcX/aQXKfK7PXbUBf8+J03GpJCtvxoKk3e/+NDkFtnMNyL0NRtKr0=,iv:BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=,tag:oxcMJFZEbuIUwBr9ufKkQQ==,type:str]
            unencrypted_suffix: _unencrypted
            version: 3.13.2

        """;

    [Fact]
    public void It_decrypts_and_its_MAC_is_the_published_one()
    {
        var (opened, unreadable) = Sample.OpenAndListen(Encrypted, DocumentFormat.Yaml);
        Assert.Equal((MacOutcome.Verified, Mac), (opened.Mac.Outcome, opened.Mac.Computed));
        Assert.Equal(Plain, Sample.TextOf(opened.Plain, DocumentFormat.Yaml));
        Assert.Empty(unreadable);
    }

    [Fact]
    public void Its_plaintext_encrypts_to_it_byte_for_byte()
    {
        // The IVs of the comment, of a, of the two elements of b, and of the MAC.
        var ivs = new Queue<byte>([5, 1, 2, 3, 4]);
        using var key = Sample.Key();
        using var cipher = new ValueCipher(key, destination => destination.Fill(ivs.Dequeue()));
        var metadata = EncryptedFile.Load(Encoding.UTF8.GetBytes(Encrypted), DocumentFormat.Yaml).Metadata;
        var file = PlainFile.Load(Encoding.UTF8.GetBytes(Plain), DocumentFormat.Yaml).Encrypt(cipher, metadata, Sample.Now);
        Assert.Equal(Encrypted, Encoding.UTF8.GetString(file.Serialize(DocumentFormat.Yaml, WriteOptions.Default)));
    }

    [Fact]
    public void Decrypted_and_encrypted_again_at_the_same_time_it_does_not_change()
    {
        using var key = Sample.Key();
        using var stash = new IvStash(RandomSource.System);
        using var cipher = new ValueCipher(key, _ => Assert.Fail("every value is known"), stash);
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes(Encrypted), DocumentFormat.Yaml);
        var opened = file.Decrypt(cipher, DecryptOptions.Default);
        var again = opened.Plain.Encrypt(cipher, file.Metadata, Sample.Now);
        Assert.Equal(Encrypted, Encoding.UTF8.GetString(again.Serialize(DocumentFormat.Yaml, WriteOptions.Default)));
    }

    [Fact]
    public void It_is_recognised_by_its_content() =>
        Assert.Equal(
            (true, false),
            (
                EncryptedFile.LooksEncrypted(Encoding.UTF8.GetBytes(Encrypted), DocumentFormat.Yaml),
                EncryptedFile.LooksEncrypted(Encoding.UTF8.GetBytes(Plain), DocumentFormat.Yaml)));
}
