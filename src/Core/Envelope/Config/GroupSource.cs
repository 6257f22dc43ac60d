using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Keys.Codecs;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>A key group as a rule writes it.</summary>
internal sealed class GroupSource
{
    public required List<GroupSource> Merge { get; init; }

    public required List<string> Age { get; init; }

    public required List<string> Pgp { get; init; }

    public required List<AwsKmsMasterKey> AwsKms { get; init; }

    public required List<string> GcpKms { get; init; }

    public required List<string> HuaweiKms { get; init; }

    public required List<AzureKeyVaultMasterKey> Azure { get; init; }

    public required List<string> Vault { get; init; }

    /// <exception cref="Errors.SecretsKitException">A key is malformed.</exception>
    public KeyGroup Resolve() => new KeyGroup([.. Keys()]).WithoutDuplicates();

    private IEnumerable<MasterKey> Keys() =>
        Merge.SelectMany(group => group.Resolve().Keys)
            .Concat(Age.SelectMany(AgeCodec.Parse))
            .Concat(Pgp.Select(PgpCodec.ParseOne))
            .Concat(AwsKms)
            .Concat(GcpKms.Select(GcpKmsCodec.ParseOne))
            .Concat(HuaweiKms.Select(HuaweiKmsCodec.ParseOne))
            .Concat(Azure)
            .Concat(Vault.Where(uri => uri.Length > 0).Select(VaultTransitCodec.ParseOne));
}
