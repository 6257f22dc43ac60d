using SecretsKit.CommandLine;
using SecretsKit.Releases.Ordering;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>
/// The flag that has Nelm's annotations order objects, too. Charts that are made for Nelm may be deployed by Helm today, which passes over
/// them, so nothing changes unless that is asked for; only this program knows those of <c>secretskit.io</c>, which always count.
/// </summary>
internal static class OrderFlags
{
    public static readonly Flag Ordered = new(
        FlagKind.Switch, "ordered", "Annotations of werf.io order objects, too: weights, dependencies, external dependencies.")
    {
        Variable = "SECRETSKIT_ORDERED",
    };

    /// <summary>Which annotations count.</summary>
    public static OrderNames Read(ParsedFlags flags) => flags.IsOn(Ordered) ? OrderNames.OwnAndNelm : OrderNames.Own;
}
