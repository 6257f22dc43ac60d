using SecretsKit.Cli.Publishing;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Composition;

/// <summary>Where files can be published to. A new destination is one row here, or another class in the row that it has.</summary>
internal static class Destinations
{
    private static readonly (
        Func<DestinationRule, bool> IsNamed, Func<DestinationRule, PublishSurroundings, PublishDestination> Create)[] Kinds =
    [
        (rule => rule.S3Bucket.Length > 0, (rule, surroundings) => new S3Destination(rule, surroundings.Providers)),
        (rule => rule.GcsBucket.Length > 0, (rule, surroundings) => new GcsDestination(rule, surroundings)),
        (rule => rule.VaultPath.Length > 0, (rule, surroundings) => new VaultDestination(rule, surroundings)),
    ];

    /// <summary>The destination that a rule names. Nothing is opened before something is sent.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/>: it names none.</exception>
    public static PublishDestination Of(DestinationRule rule, PublishSurroundings surroundings)
    {
        foreach (var (isNamed, create) in Kinds)
        {
            if (isNamed(rule))
            {
                return create(rule, surroundings);
            }
        }

        throw new SecretsKitException(ErrorCode.MalformedConfig, "no destination configured for this file");
    }
}
