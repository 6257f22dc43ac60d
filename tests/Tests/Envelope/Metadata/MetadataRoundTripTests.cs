using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Tests.Envelope.Metadata;

/// <summary>
/// Metadata with keys of all types and all of their fields, in one group and in three with a threshold, are written as they were read, byte
/// for byte, in each format (spec sops.md 5.2, 5.4, 13.4).
/// </summary>
public sealed class MetadataRoundTripTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "metadata");

    public static TheoryData<string, DocumentFormat> Files => new(
        from name in (string[])["one", "groups"]
        from format in ((string Extension, DocumentFormat Format)[])[
            ("yaml", DocumentFormat.Yaml), ("json", DocumentFormat.Json), ("bin", DocumentFormat.Binary), ("env", DocumentFormat.Dotenv),
            ("ini", DocumentFormat.Ini)]
        select ($"{name}.{format.Extension}", format.Format));

    [Theory, MemberData(nameof(Files))]
    public void Keys_of_all_types_are_written_as_they_were_read(string file, DocumentFormat format)
    {
        var text = File.ReadAllBytes(Path.Combine(Folder, file));
        var read = EncryptedFile.Load(text, format);
        Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(read.Serialize(format, WriteOptions.Default)));
    }

    [Theory, MemberData(nameof(Files))]
    public void Keys_of_all_types_are_read_whole(string file, DocumentFormat format)
    {
        var metadata = EncryptedFile.Load(File.ReadAllBytes(Path.Combine(Folder, file)), format).Metadata;
        var isOne = file.StartsWith("one", StringComparison.Ordinal);
        Assert.Equal((isOne ? 1 : 3, isOne ? 0 : 2), (metadata.KeyGroups.Count, metadata.ShamirThreshold));
        var context = new EncryptionContext([new("app", "shop"), new("env", "prod")]);
        Assert.Equal<MasterKey>(
            [
                new AwsKmsMasterKey("arn:aws:kms:eu-central-1:1:key/aone", "arn:aws:iam::1:role/deployer", context, "work"),
                new AwsKmsMasterKey("arn:aws:kms:eu-central-1:1:alias/bone", "", EncryptionContext.Empty, ""),
                new GcpKmsMasterKey("projects/p/locations/l/keyRings/r/cryptoKeys/one"),
                new HuaweiKmsMasterKey("tr-west-1:one"),
                new AzureKeyVaultMasterKey("https://vone.vault.azure.net", "sops", "0123"),
                new VaultTransitMasterKey("https://vault:8200", "team/transit", "one"),
                new PgpMasterKey("F00Done"),
                new AgeMasterKey("age1one"),
            ],
            metadata.KeyGroups[0].Keys.Select(key => key.Key));
        Assert.All(metadata.KeyGroups.SelectMany(group => group.Keys), key => Assert.Equal(
            key.Key is AgeMasterKey ? null : "2026-01-02T03:04:05Z", key.CreatedAt?.ToRfc3339()));
    }
}
