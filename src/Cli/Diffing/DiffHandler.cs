using SecretsKit.Charts.Comparison;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Hints;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Verbs;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Diffing;

/// <summary>Compares two renderings and tells what differs.</summary>
internal sealed class DiffHandler(VerbContext context)
{
    private readonly SecretIndex _secrets = new();
    private HintContext? _hints;

    /// <summary>Compares.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(DiffRequest request, CancellationToken ct)
    {
        try
        {
            return await CompareAsync(request, ct);
        }
        catch (HelmSecretsFailure failure) when (failure is { File: { } file, InnerException: SecretsKitException cause })
        {
            context.Report(cause, file);
            return ExitCodes.For(Dialect.SecretsKit, "diff", cause.Code);
        }
        catch (ChartException failure)
        {
            var hint = failure.Hint ?? (_hints is { } known ? HelmHints.For(failure, known) : null);
            throw new SecretsKitException(failure.Code, _secrets.Redact(failure.Message)) { Hint = hint is null ? null : _secrets.Redact(hint) };
        }
    }

    private async Task<int> CompareAsync(DiffRequest request, CancellationToken ct)
    {
        var generation = HelmProgram.GenerationOf(context.Host.Environment);
        var session = new HelmSession(context.Host, generation, new HelmLog(context.Host, generation, isDebug: false, _secrets))
        {
            Secrets = _secrets,
            Hints = _hints = new(context.Host.Environment, generation) { Arguments = [request.A, request.B] },
        };
        var a = await DiffSide.OpenAsync(session, request.Rendering, request.A, request.ValuesOfA, ct);
        var b = a.IsChart && request.A == request.B
            ? await a.WithAsync(request.ValuesOfB, ct)
            : await DiffSide.OpenAsync(session, request.Rendering, request.B, request.ValuesOfB, ct);
        RequireUse(a, request.ValuesOfA.IsEmpty, b, request.ValuesOfB.IsEmpty);
        var seed = new byte[Sha256.Size];
        context.Host.Random(seed);
        var old = a.Documents(seed, later: false, ct);
        var now = b.Documents(seed, later: false, ct);
        var options = new ComparisonOptions { Decrypted = _secrets, ShowsSecrets = request.ShowsSecrets, NormalizesManifests = request.NormalizesManifests };
        var comparison = ManifestComparison.Of(old, now, options);
        new DiffReport(context.Terminal, _secrets, request).Write(comparison);
        if (b.Varies)
        {
            context.Host.Random(seed);
            TellOfVarying(ManifestComparison.Of(now, b.Documents(seed, later: true, ct), options));
        }

        if (a.Chart is { } before && b.Chart is { } after && before.Metadata.Name == after.Metadata.Name && request.Advice.Count > 0)
        {
            foreach (var (rule, text) in ChartComparison.Of(before, after).Advise().Where(advice => request.Advice.Contains(advice.Rule)))
            {
                context.Terminal.Say(_secrets.Redact($"warning: {rule}: {text}"), TextStyle.Warning);
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
    private void TellOfVarying(ManifestComparison comparison)
    {
        foreach (var change in comparison.Changes)
        {
            var paths = change.Hunks(0).Select(change.PathOf).Distinct().Select(path => path.Length > 0 ? path : "its top").ToList();
            context.Terminal.Say(_secrets.Redact($"warning: {change.Identity}: not the same at each rendering: {string.Join(", ", paths)}"), TextStyle.Warning);
        }

        if (comparison.Changes.Count > 0)
        {
            context.Terminal.Hint("random values and the time were held still here; a deploy draws new ones, which restarts what uses them (K-120)");
        }
    }
}
