namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>The commands of <c>helm diff</c>: what the plugin of that name does for Helm (spec helm.md 21).</summary>
internal static class DiffCommands
{
    /// <summary>Their rows of the table.</summary>
    public static IReadOnlyList<HelmCommand> All { get; } =
    [
        new("diff upgrade", "RELEASE CHART [flags]", "Shows what an upgrade would change.")
        {
            Flags = DiffFlags.OfUpgrade,
            UsesCluster = true,
            IsDefaultOfGroup = true,
            Run = (session, flags, ct) => DiffRun.RunAsync(session, flags, run => UpgradeDiff.RunAsync(run, ct)),
        },
        Row("diff revision", "RELEASE REVISION1 [REVISION2] [flags]", "Shows what changed between revisions.", RecordDiff.OfRevisionsAsync),
        Row("diff rollback", "RELEASE REVISION [flags]", "Shows what a rollback would change.", RecordDiff.OfRollbackAsync),
        Row("diff release", "RELEASE1 RELEASE2 [flags]", "Shows how two releases of a chart differ.", RecordDiff.OfReleasesAsync),
        new("diff version", "[flags]", "Prints the version.")
        {
            Flags = _ => HelmFlags.With([]),
            Run = (session, _, _) =>
            {
                session.Host.WriteReportLine("HEAD");
                return Task.FromResult(Dialects.ExitCodes.Success);
            },
        },
    ];

    private static HelmCommand Row(string name, string usage, string summary, Func<DiffRun, CancellationToken, Task<int>> run) =>
        new(name, usage, summary)
        {
            Flags = _ => DiffFlags.OfRecords(),
            UsesCluster = true,
            Run = (session, flags, ct) => DiffRun.RunAsync(session, flags, diff => run(diff, ct)),
        };
}
