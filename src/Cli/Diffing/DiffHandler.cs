using SecretsKit.Charts.Comparison;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Diffing;

/// <summary>Compares two renderings and tells what differs.</summary>
internal sealed class DiffHandler(VerbContext context, ValueGetterFactory getter)
{
    /// <summary>Compares.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(DiffRequest request, CancellationToken ct) =>
        ChartVerb.RunAsync(context, "diff", [request.A, request.B], getter, session => CompareAsync(session, request, ct));

    private async Task<int> CompareAsync(HelmSession session, DiffRequest request, CancellationToken ct)
    {
        var a = await DiffSide.OpenAsync(session, request.Rendering, request.A, request.ValuesOfA, ct);
        var b = a.IsChart && request.A == request.B
            ? await a.WithAsync(request.ValuesOfB, ct)
            : await DiffSide.OpenAsync(session, request.Rendering, request.B, request.ValuesOfB, ct);
        RequireUse(a, request.ValuesOfA.IsEmpty, b, request.ValuesOfB.IsEmpty);
        var moment = DiffMoment.Of(context.Host);
        var old = a.Documents(moment, ct);
        var now = b.Documents(moment, ct);
        var options = new ComparisonOptions
        {
            Decrypted = context.Host.Redaction,
            ShowsSecrets = request.ShowsSecrets,
            NormalizesManifests = request.NormalizesManifests,
        };
        var comparison = ManifestComparison.Of(a.Paired(old, moment, ct), b.Paired(now, moment, ct), options);
        new DiffReport(context, request).Write(comparison);
        if (b.Varies)
        {
            WarnAboutVaryingOutput(ManifestComparison.Of(now, b.Documents(moment.Later(context.Host), ct), options));
        }

        if (a.Chart is { } before && b.Chart is { } after && before.Metadata.Name == after.Metadata.Name && request.Advice.Count > 0)
        {
            foreach (var (rule, text) in ChartComparison.Of(before, after).Advise().Where(advice => request.Advice.Contains(advice.Rule)))
            {
                context.Terminal.Say($"warning: {rule}: {text}", TextStyle.Warning);
            }
        }

        return request.DetailedExitCode && comparison.Changes.Count > 0 ? ExitCodes.Differences : ExitCodes.Success;
    }

    private static void RequireUse(DiffSide a, bool aHasNone, DiffSide b, bool bHasNone)
    {
        if ((a.IsChart || aHasNone || (b.IsChart && !bHasNone)) && (b.IsChart || bHasNone || (a.IsChart && !aHasNone)))
        {
            return;
        }

        throw new SecretsKitException(ErrorCode.ConflictingOptions, "values are given, and there is no chart that could use them")
        {
            Hint = "manifests are compared as they are; give a chart, or leave the values out",
        };
    }

    // Both sides were given the same time and the same random values, so that these do not show as differences.
    private void WarnAboutVaryingOutput(ManifestComparison comparison)
    {
        foreach (var change in comparison.Changes)
        {
            var paths = change.Hunks(0).Select(change.PathOf).Distinct().Select(path => path.Length > 0 ? path : "its top").ToList();
            context.Terminal.Say(
                $"warning: {change.Identity}: not the same at each rendering: {string.Join(", ", paths)}",
                TextStyle.Warning);
        }

        if (comparison.Changes.Count > 0)
        {
            context.Terminal.Hint(
                "random values and the time were held still here; a deploy draws new ones, which restarts what uses them (K-120)");
        }
    }
}
