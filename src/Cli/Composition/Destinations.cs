using SecretsKit.Cli.Publishing;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Composition;

/// <summary>Where files can be published to. A new destination is one row here, or another class in the row that it has.</summary>
internal static class Destinations
{
    private static readonly (Func<DestinationRule, bool> IsNamed, Func<DestinationRule, PublishDestination> Create)[] Kinds =
    [
        (
            rule => rule.S3Bucket.Length > 0,
            rule => new UnservedDestination("Amazon S3", $"s3://{rule.S3Bucket}/{rule.S3Prefix}", takesValues: false)),
        (
            rule => rule.GcsBucket.Length > 0,
            rule => new UnservedDestination("Google Cloud Storage", $"gcs://{rule.GcsBucket}/{rule.GcsPrefix}", takesValues: false)),
        (rule => rule.VaultPath.Length > 0, rule => new UnservedDestination("Vault", VaultFolder(rule), takesValues: true)),
    ];

    /// <summary>The destination that a rule names.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/>: it names none.</exception>
    public static PublishDestination Of(DestinationRule rule)
    {
        foreach (var (isNamed, create) in Kinds)
        {
            if (isNamed(rule))
            {
                return create(rule);
            }
        }

        throw new SecretsKitException(ErrorCode.MalformedConfig, "no destination configured for this file");
    }

    private static string VaultFolder(DestinationRule rule)
    {
        const int WithoutVersions = 1;
        var mount = Folder(rule.VaultKvMountName.Length > 0 ? rule.VaultKvMountName : "secret");
        return $"{rule.VaultAddress}/v1/{mount}{(rule.VaultKvVersion == WithoutVersions ? "" : "data/")}{Folder(rule.VaultPath)}";
    }

    private static string Folder(string name) => name.EndsWith('/') ? name : name + "/";
}
