using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>What commands that print one revision of a release have in common.</summary>
internal static class ReleaseQuery
{
    /// <summary>The row of such a command.</summary>
    /// <param name="name">The words that call it.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="flags">Its flags, but those that all have.</param>
    /// <param name="print">Prints the revision.</param>
    public static HelmCommand Row(
        string name, string summary, IReadOnlyList<Flag> flags, Action<HelmSession, ParsedFlags, Release> print) =>
        new(name, "RELEASE_NAME [flags]", summary)
        {
            Flags = _ => HelmFlags.With([QueryFlags.Revision, .. flags]),
            Arguments = ArgumentRule.Exactly(1),
            UsesCluster = true,
            Run = (session, parsed, ct) => RunAsync(session, parsed, print, ct),
        };

    /// <summary>Finds the revision and prints it.</summary>
    public static Task<int> RunAsync(
        HelmSession session, ParsedFlags flags, Action<HelmSession, ParsedFlags, Release> print, CancellationToken ct)
    {
        if (flags.IsGiven(QueryFlags.Output))
        {
            // Before anything is asked.
            _ = QueryFlags.Format(flags);
        }

        return ReleaseRun.RunAsync(
            session,
            flags,
            ReleaseScope.OneNamespace,
            async store =>
            {
                print(session, flags, await ReleaseLookup.FindAsync(store, flags, ct));
                return ExitCodes.Success;
            },
            ct);
    }
}
