using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm history</c>: the revisions of a release, the oldest first (spec helm.md 15).</summary>
internal static class HistoryCommand
{
    private static readonly Flag Max = new(FlagKind.Number, "max", "How many revisions to show at most.") { Default = "256" };

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("history", "RELEASE_NAME [flags]", "Lists the revisions of a release.")
    {
        Flags = _ => HelmFlags.With(QueryFlags.Output, Max),
        Arguments = ArgumentRule.Exactly(1),
        UsesCluster = true,
        Run = (session, flags, ct) =>
        {
            var format = QueryFlags.Format(flags);
            return ReleaseRun.RunAsync(
                session, flags, ReleaseScope.OneNamespace, store => PrintAsync(session, flags, format, store, ct), ct);
        },
    };

    private static async Task<int> PrintAsync(
        HelmSession session, ParsedFlags flags, OutputFormat format, ReleaseStore store, CancellationToken ct)
    {
        var name = flags.Arguments[0];
        ReleaseLookup.RequireName(name, "release name is invalid");
        var history = await ReleaseLookup.HistoryAsync(store, name, ct);
        var shown = history.Revisions.TakeLast(Math.Max(0, flags.Number(Max))).Select(record => record.Summary!).ToList();
        if (format == OutputFormat.Table)
        {
            string[] head = ["REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "DESCRIPTION"];
            session.Host.WriteReport(TextTable.Format([head, .. shown.Select(release => Row(session, release))]));
        }
        else
        {
            QueryOutput.Write(session, format, JsonFields.ListOf(shown.Select(release => Fields(session.Generation, release))));
        }

        return ExitCodes.Success;
    }

    private static string[] Row(HelmSession session, ReleaseSummary release) =>
    [
        release.Revision.ToString(CultureInfo.InvariantCulture),
        release.LastDeployed is { } time ? ReleaseTime.Format(time, session, ReleaseTime.Ansi) : "",
        ReleaseStatusText.Of(release.Status),
        ChartLabel.Of(release),
        ChartLabel.AppVersion(release),
        release.Description,
    ];

    private static JsonFields Fields(HelmGeneration generation, ReleaseSummary release)
    {
        var fields = new JsonFields().Add("revision", release.Revision);
        if (release.LastDeployed is { } time)
        {
            fields.Add("updated", time.ToRfc3339Nano());
        }
        else if (generation == HelmGeneration.V3)
        {
            fields.Add("updated", "");
        }

        return fields.Add("status", ReleaseStatusText.Of(release.Status))
            .Add("chart", ChartLabel.Of(release))
            .Add("app_version", ChartLabel.AppVersion(release))
            .Add("description", release.Description);
    }
}
