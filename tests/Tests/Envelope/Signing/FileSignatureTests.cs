using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Tests.Envelope.Signing;

public sealed class FileSignatureTests
{
    private static readonly TestSigner Alice = new(1);

    public static TheoryData<DocumentFormat, string> Formats => new()
    {
        { DocumentFormat.Yaml,
            "# c\na: x # d\nl:\n    - 1.50\n    # e\n    - 2001-12-14t21:59:43.10-05:00\nn: null\nb_unencrypted: readable\n" },
        { DocumentFormat.Yaml, "a: x\n---\nb: y\n# end\n" },
        { DocumentFormat.Yaml, "a: &x {k: v}\nb: *x\n\"\": e\n" },
        { DocumentFormat.Json, """{"a": "x", "l": [1, 1.5, 1e3, true, null, {}], "b_unencrypted": "readable"}""" },
        { DocumentFormat.Ini, "; c\n[s]\na = x\nb_unencrypted = readable\n" },
        { DocumentFormat.Dotenv, "# c\nA=x\nB_unencrypted=readable\n" },
        { DocumentFormat.Binary, "any \0 bytes" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_carries_a_signature(DocumentFormat format, string plain)
    {
        var text = Sample.Encrypt(plain, format);
        var signed = Alice.Sign(text, format);
        Assert.Equal(new(SignatureOutcome.Valid, "alice@example.com", Alice.PublicKey.Fingerprint, ""), Verify(signed, format));

        // Written again it stays, opened it is the same file, and without the signature it has the bytes that it would have had.
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes(signed), format);
        Assert.True(Verify(Encoding.UTF8.GetString(file.Serialize(format, WriteOptions.Default)), format).IsValid);
        Assert.Equal(Sample.Decrypt(text, format), Sample.Decrypt(signed, format));
        Assert.Empty(file.Metadata.UnknownFields);
        Assert.Equal(text, Encoding.UTF8.GetString(file.With(file.Metadata).Serialize(format, WriteOptions.Default)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n!!!!\n-----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAg==\n-----END SSH SIGNATURE-----")]
    public void What_is_no_signature_is_malformed(string text) => Assert.Equal(SignatureOutcome.Malformed, Verify(With(text)).Outcome);

    [Fact]
    public void A_cut_signature_is_malformed_at_every_length()
    {
        var lines = Signature().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var body = string.Concat(lines[1..^1]);
        for (var length = 0; length < body.Length; length += 4)
        {
            Assert.Equal(SignatureOutcome.Malformed, Verify(With($"{lines[0]}\n{body[..length]}\n{lines[^1]}\n")).Outcome);
        }
    }

    [Fact]
    public void A_changed_byte_makes_a_signature_malformed_or_another()
    {
        var blob = Blob();
        for (var at = 0; at < blob.Length; at++)
        {
            var changed = blob.ToArray();
            changed[at] ^= 1;
            Assert.NotEqual(SignatureOutcome.Valid, Verify(With(Armored(changed))).Outcome);
        }
    }

    [Fact]
    public async Task A_signature_for_another_purpose_is_none()
    {
        var file = Load(Sample.Encrypt("a: x\n", DocumentFormat.Yaml));
        var message = new System.Buffers.ArrayBufferWriter<byte>();
        FileSignature.WriteMessage(file, message);
        var digest = System.Security.Cryptography.SHA512.HashData(message.WrittenSpan);
        async Task<string> SignAsync(string purpose) => SshSignature.Create(
            Alice.PublicKey, purpose, await Alice.SignAsync(
                SshSignature.SignedData(purpose, digest), TestContext.Current.CancellationToken)).ToText();
        Assert.True(Verify(file.WithSignature(await SignAsync(FileSignature.Namespace))).IsValid);
        Assert.Equal(SignatureOutcome.Malformed, Verify(file.WithSignature(await SignAsync("git"))).Outcome);
        var renamed = Replaced(await SignAsync("secretskit-gile"), "secretskit-gile"u8, "secretskit-file"u8);
        Assert.Equal(SignatureOutcome.Altered, Verify(file.WithSignature(renamed)).Outcome);
    }

    [Theory]
    [InlineData("sha512", "sha256")]
    [InlineData("ssh-ed25519", "ssh-ed25518")]
    [InlineData("ssh-ed25519", "rsa-sha2-51")]
    public void Another_algorithm_is_refused(string from, string to) => Assert.NotEqual(
        SignatureOutcome.Valid, Verify(With(Replaced(Signature(), Encoding.ASCII.GetBytes(from), Encoding.ASCII.GetBytes(to)))).Outcome);

    [Fact]
    public void A_signature_of_another_file_does_not_hold()
    {
        var other = Load(Alice.Sign(Sample.Encrypt("a: y\n", DocumentFormat.Yaml), DocumentFormat.Yaml)).Signature!;
        Assert.Equal(SignatureOutcome.Altered, Verify(With(other)).Outcome);
    }

    [Theory]
    [InlineData("secretskit_signature")]
    [InlineData("Secretskit_Signature")]
    public void Two_signatures_are_none(string name)
    {
        var signed = Alice.Sign(Sample.Encrypt("""{"a": "x"}""", DocumentFormat.Json), DocumentFormat.Json);
        var twice = signed.Replace(
            "\"secretskit_signature\":", $"\"{name}\": \"\",\n\t\t\"secretskit_signature\":", StringComparison.Ordinal);
        Assert.NotEqual(signed, twice);
        Assert.Equal(SignatureOutcome.Malformed, Verify(twice, DocumentFormat.Json).Outcome);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[{\"enc\": \"e\"}]")]
    public void A_signature_of_another_type_is_none_and_the_file_still_opens(string value)
    {
        var text = Sample.Encrypt("""{"a": "x"}""", DocumentFormat.Json).Replace("\"version\":", $"\"secretskit_signature\": {value}, \"version\":", StringComparison.Ordinal);
        Assert.Equal(SignatureOutcome.Malformed, Verify(text, DocumentFormat.Json).Outcome);
        Assert.Contains("\"x\"", Sample.Decrypt(text, DocumentFormat.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_signature_is_refused_before_it_is_decoded()
    {
        var verdict = Verify(
            With("-----BEGIN SSH SIGNATURE-----\n" + new string('A', 4 * SshSignature.MaxTextBytes) + "\n-----END SSH SIGNATURE-----\n"));
        Assert.Equal(
            (SignatureOutcome.Malformed, $"the signature is longer than {SshSignature.MaxTextBytes} bytes"),
            (verdict.Outcome, verdict.Detail));
    }

    [Fact]
    public void The_list_of_signers_decides_who_may_sign()
    {
        var signed = Alice.Sign(Sample.Encrypt("a: x\n", DocumentFormat.Yaml), DocumentFormat.Yaml);
        SignatureVerdict By(AllowedSigners signers) => TestSigner.Verify(signed, DocumentFormat.Yaml, signers);
        Assert.Equal(SignatureOutcome.Valid, By(Alice.Allowed()).Outcome);
        Assert.Equal(SignatureOutcome.UnknownSigner, By(new TestSigner(2).Allowed()).Outcome);
        Assert.Equal(SignatureOutcome.UnknownSigner, By(TestSigner.List("")).Outcome);
        Assert.Equal(SignatureOutcome.OtherNamespace, By(Alice.Allowed(options: "namespaces=\"git,file\"")).Outcome);
        Assert.Equal(SignatureOutcome.OutsideValidity, By(Alice.Allowed(options: "valid-before=\"20260101Z\"")).Outcome);
        Assert.Equal(SignatureOutcome.OutsideValidity, By(Alice.Allowed(options: "valid-after=\"20260201Z\"")).Outcome);
        Assert.Equal(
            SignatureOutcome.Valid,
            By(Alice.Allowed(options: "namespaces=\"secretskit-*\",valid-after=\"20260101Z\",valid-before=\"20260201Z\"")).Outcome);
    }

    private static string Signature() => Load(Alice.Sign(Sample.Encrypt("a: x\n", DocumentFormat.Yaml), DocumentFormat.Yaml)).Signature!;

    private static byte[] Blob() =>
        Convert.FromBase64String(string.Concat(Signature().Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1]));

    private static string Armored(byte[] blob) =>
        $"-----BEGIN SSH SIGNATURE-----\n{Convert.ToBase64String(blob)}\n-----END SSH SIGNATURE-----\n";

    // Every occurrence, of the same length.
    private static string Replaced(string armored, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var blob = Convert.FromBase64String(string.Concat(armored.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1]));
        for (var at = 0; at >= 0 && blob.AsSpan(at).IndexOf(from) is var next and >= 0; at += next + 1)
        {
            to.CopyTo(blob.AsSpan(at + next));
        }

        return Armored(blob);
    }

    private static EncryptedFile With(string signature) => Load(Sample.Encrypt("a: x\n", DocumentFormat.Yaml)).WithSignature(signature);

    private static EncryptedFile Load(string text) => EncryptedFile.Load(Encoding.UTF8.GetBytes(text), DocumentFormat.Yaml);

    private static SignatureVerdict Verify(EncryptedFile file) => FileSignature.Verify(file, Alice.Allowed(), Sample.Now);

    private static SignatureVerdict Verify(string text, DocumentFormat format) => TestSigner.Verify(text, format, Alice.Allowed());
}
