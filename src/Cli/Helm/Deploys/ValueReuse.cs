using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Rendering;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>The values of an upgrade: those given now, and what of the last revision's stays (spec helm.md 9).</summary>
internal static class ValueReuse
{
    /// <summary>The request with the values, and perhaps the chart's defaults, that count.</summary>
    /// <param name="session">Generation and log.</param>
    /// <param name="flags">The command line.</param>
    /// <param name="request">With the values given now.</param>
    /// <param name="current">The revision that the upgrade starts from.</param>
    public static RenderRequest Apply(HelmSession session, ParsedFlags flags, RenderRequest request, Release current)
    {
        if (flags.IsOn(UpgradeFlags.ResetValues))
        {
            return request;
        }

        var isReused = flags.IsOn(UpgradeFlags.ReuseValues);
        if (isReused || flags.IsOn(UpgradeFlags.ResetThenReuse))
        {
            var values = ReusedValues.Merge(request.Values, current.Config, session.Generation, session.Log);
            return isReused
                ? request with { Values = values, Chart = request.Chart with { Values = Defaults(session, current) } }
                : request with { Values = values };
        }

        return request.Values.Count == 0 && current.Config is { Count: > 0 } config
            ? request with { Values = ValueMerge.DeepCopy(config) }
            : request;
    }

    private static Core.Data.MapValue Defaults(HelmSession session, Release current) => ComputedValues.Of(
        current.Chart?.Name ?? "", current.Chart?.Values, current.Config, session.Generation, session.Log);
}
