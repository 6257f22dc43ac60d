using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Listing;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm list</c>: the releases of a namespace, or of all (spec helm.md 15).</summary>
internal static class ListCommand
{
    private static readonly Flag Short = new(FlagKind.Switch, "short", "Names alone.") { Aliases = ["q"] };
    private static readonly Flag NoHeaders = new(FlagKind.Switch, "no-headers", "Leaves out the head of the table.");
    private static readonly Flag TimeFormat = new(FlagKind.Text, "time-format", "A layout of Go for times.");
    private static readonly Flag ByDate = new(FlagKind.Switch, "date", "Sorts by date.") { Aliases = ["d"] };
    private static readonly Flag Reverse = new(FlagKind.Switch, "reverse", "Sorts backwards.") { Aliases = ["r"] };
    private static readonly Flag AllNamespaces = new(FlagKind.Switch, "all-namespaces", "In all namespaces.") { Aliases = ["A"] };
    private static readonly Flag Max = new(FlagKind.Number, "max", "How many to show at most; 0 for all.")
    {
        Aliases = ["m"],
        Default = "256",
    };
    private static readonly Flag Offset = new(FlagKind.Number, "offset", "How many to leave out at the beginning.");
    private static readonly Flag Filter = new(FlagKind.Text, "filter", "A regular expression for names.") { Aliases = ["f"] };
    private static readonly Flag Selector = new(FlagKind.Text, "selector", "A selector of labels.") { Aliases = ["l"] };
    private static readonly Flag All = new(FlagKind.Switch, "all", "In any state.") { Aliases = ["a"] };

    private static readonly (Flag Flag, ReleaseStatus[] Statuses)[] States =
    [
        (new(FlagKind.Switch, "deployed", "Those that are deployed."), [ReleaseStatus.Deployed]),
        (new(FlagKind.Switch, "failed", "Those whose last operation failed."), [ReleaseStatus.Failed]),
        (
            new(FlagKind.Switch, "pending", "Those with an operation under way."),
            [ReleaseStatus.PendingInstall, ReleaseStatus.PendingUpgrade, ReleaseStatus.PendingRollback]),
        (new(FlagKind.Switch, "superseded", "Revisions that were replaced."), [ReleaseStatus.Superseded]),
        (new(FlagKind.Switch, "uninstalled", "Those that were removed and whose history was kept."), [ReleaseStatus.Uninstalled]),
        (new(FlagKind.Switch, "uninstalling", "Those that are being removed."), [ReleaseStatus.Uninstalling]),
    ];

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("list", "[flags]", "Lists the releases of a namespace, or of all.")
    {
        Flags = generation => HelmFlags.With(
        [
            QueryFlags.Output, Short, NoHeaders, TimeFormat, ByDate, Reverse, AllNamespaces, Max, Offset, Filter, Selector,
            .. States.Select(state => state.Flag),
            .. generation == HelmGeneration.V3 ? (Flag[])[All] : [],
        ]),
        Arguments = ArgumentRule.Exactly(0),
        UsesCluster = true,
        Run = (session, flags, ct) =>
        {
            var format = QueryFlags.Format(flags);
            var scope = flags.IsOn(AllNamespaces) ? ReleaseScope.AllNamespaces : ReleaseScope.OneNamespace;
            return ReleaseRun.RunAsync(session, flags, scope, store => ListAsync(session, flags, format, store, ct), ct);
        },
    };

    private static async Task<int> ListAsync(
        HelmSession session, ParsedFlags flags, OutputFormat format, ReleaseStore store, CancellationToken ct)
    {
        var releases = await store.ListAsync(Query(session.Generation, flags), ct);
        if (flags.IsOn(Short))
        {
            PrintNames(session, format, releases);
            return ExitCodes.Success;
        }

        var rows = releases.Select(release => Row(session, flags, release)).ToList();
        if (format == OutputFormat.Table)
        {
            string[] head = ["NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION"];
            session.Host.WriteReport(TextTable.Format(flags.IsOn(NoHeaders) ? rows : [head, .. rows]));
        }
        else
        {
            QueryOutput.Write(session, format, JsonFields.ListOf(rows.Select(Fields)));
        }

        return ExitCodes.Success;
    }

    private static ReleaseListQuery Query(HelmGeneration generation, ParsedFlags flags)
    {
        var filter = flags.Text(Filter);
        Re2? names = null;
        if (filter.Length > 0 && !Re2.TryCompile(filter, out names, out var error))
        {
            throw new SecretsKitException(ErrorCode.Usage, error);
        }

        return new()
        {
            Statuses = Statuses(generation, flags),
            MatchesName = names is null ? null : names.IsMatch,
            Labels = LabelSelector.Parse(flags.Text(Selector)),
            Order = (flags.IsOn(ByDate), flags.IsOn(Reverse)) switch
            {
                (true, true) => ReleaseOrder.ByDateDescending,
                (true, false) => ReleaseOrder.ByDate,
                (false, true) => ReleaseOrder.ByNameDescending,
                _ => ReleaseOrder.ByName,
            },
            Offset = Math.Max(0, flags.Number(Offset)),
            Limit = flags.Number(Max),
        };
    }

    private static HashSet<ReleaseStatus> Statuses(HelmGeneration generation, ParsedFlags flags)
    {
        HashSet<ReleaseStatus> chosen = [.. States.Where(state => flags.IsOn(state.Flag)).SelectMany(state => state.Statuses)];
        return flags.IsOn(All) || (chosen.Count == 0 && generation == HelmGeneration.V4) ? [.. Enum.GetValues<ReleaseStatus>()]
            : chosen.Count == 0 ? [ReleaseStatus.Deployed, ReleaseStatus.Failed]
            : chosen;
    }

    private static string[] Row(HelmSession session, ParsedFlags flags, ReleaseSummary release) =>
    [
        release.Name,
        release.Namespace,
        release.Revision.ToString(CultureInfo.InvariantCulture),
        release.LastDeployed is { } time ? ReleaseTime.Format(time, session, flags.Text(TimeFormat)) : "-",
        ReleaseStatusText.Of(release.Status),
        ChartLabel.Of(release),
        ChartLabel.AppVersion(release),
    ];

    private static JsonFields Fields(string[] row)
    {
        string[] keys = ["name", "namespace", "revision", "updated", "status", "chart", "app_version"];
        return keys.Zip(row).Aggregate(new JsonFields(), (fields, pair) => fields.Add(pair.First, pair.Second));
    }

    private static void PrintNames(HelmSession session, OutputFormat format, IReadOnlyList<ReleaseSummary> releases)
    {
        if (format == OutputFormat.Table)
        {
            session.Host.WriteReport(string.Concat(releases.Select(release => release.Name + "\n")));
            return;
        }

        var names = Value.Of(new ListValue([.. releases.Select(release => Value.Of(release.Name))]));
        QueryOutput.Write(session, format, GoJson.Format(names, GoJsonOptions.Compact));
    }
}
