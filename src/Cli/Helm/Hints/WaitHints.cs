using SecretsKit.Cli.Helm.Waiting;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at what kept objects from being ready: Helm's own sentence says no more than how far they are.</summary>
internal static class WaitHints
{
    /// <summary>The first thing that was wrong with a pod when the wait ended; null where nothing was known.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context) =>
        causes.First<WaitCause>()?.Snapshot.Pending.SelectMany(item => item.Problems).FirstOrDefault() is { } problem
            ? $"{WaitTable.Line(problem)}; 'secretskit pipeline explain {(context.Arguments is [var release, ..] ? release : "RELEASE")}' "
                + "with the same namespace says what helps"
            : null;
}
