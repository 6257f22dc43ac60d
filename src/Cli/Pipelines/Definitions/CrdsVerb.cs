using System.CommandLine;
using SecretsKit.Charts.Fetching;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Inputs;

namespace SecretsKit.Cli.Pipelines.Definitions;

/// <summary>The words of <c>pipeline crds</c>.</summary>
internal static class CrdsVerb
{
    private static readonly VerbText Help = new(
        "pipeline crds diff|apply [options] CHART",
        "Compares the CustomResourceDefinitions under crds/ of a chart and its subcharts with those of the cluster, and brings them up to "
        + "date. An upgrade leaves them alone, but with --update-crds.",
        ("secretskit pipeline crds diff ./chart", "what an update would change, and whether it is safe"));

    private static readonly VerbText DiffHelp = new(
        "pipeline crds diff [options] CHART",
        "Shows how the definitions of a chart differ from those of the cluster: the server says by a dry run what an update would make of "
        + "them. Nothing is written.",
        ("secretskit pipeline crds diff ./chart", "before an upgrade of the chart"),
        ("secretskit pipeline crds diff operator --repo https://charts.example.com --version 2.0.0 -o json", "for programs"))
    {
        ExitCodes = [("1", "an update would be refused"), ("2", "definitions differ, if --detailed-exitcode asks for that")],
    };

    private static readonly VerbText ApplyHelp = new(
        "pipeline crds apply [options] CHART",
        "Updates the definitions of a chart by server-side apply, and waits until the server serves all their versions. Nothing is written "
        + "if a version would be lost that objects may be stored in, or that is not served any more and objects were written in.",
        ("secretskit pipeline crds apply ./crds-chart", "before the charts that use them are deployed"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter) =>
        new(new Command("crds"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
        {
            Children =
            [
                new("diff", "how a chart's definitions differ from the cluster's", inner => Diff(inner, getter)),
                new("apply", "bring the cluster's definitions up to date", inner => Apply(inner, getter)),
            ],
        };

    private static VerbCommand Diff(VerbContext context, ValueGetterFactory getter)
    {
        var (chart, cluster) = (new ReleaseOptions(), new ClusterOptions());
        var exit = VerbOptions.Switch("--detailed-exitcode", "End with 2 if definitions differ.");
        var output = VerbOptions.Choice("--output", "FORMAT", "text (the default) or json, one object.", ["text", "json"], "-o");
        var command = Words("diff", chart, cluster);
        command.Add(exit);
        command.Add(output);
        return new(command, DiffHelp, (parsed, ct) => new CrdsHandler(context, getter).DiffAsync(
            new(chart.Chart(parsed), cluster.ReadCluster(parsed, context.Host.Environment))
            {
                IsJson = parsed.GetValue(output) == "json",
                EndsWithDifferences = parsed.GetValue(exit),
            },
            ct));
    }

    private static VerbCommand Apply(VerbContext context, ValueGetterFactory getter)
    {
        var (chart, cluster) = (new ReleaseOptions(), new ClusterOptions());
        var force = VerbOptions.Switch("--force-conflicts", "Take over fields that somebody else owns.");
        var command = Words("apply", chart, cluster);
        command.Add(force);
        return new(command, ApplyHelp, (parsed, ct) => new CrdsHandler(context, getter).ApplyAsync(
            new(chart.Chart(parsed), cluster.ReadCluster(parsed, context.Host.Environment)) { ForcesConflicts = parsed.GetValue(force) },
            ct));
    }

    private static Command Words(string name, ReleaseOptions chart, ClusterOptions cluster)
    {
        var command = new Command(name);
        chart.AddReferenceTo(command);
        cluster.AddClusterTo(command);
        return command;
    }
}

/// <summary>The definitions of a chart.</summary>
/// <param name="Chart">The chart.</param>
/// <param name="Cluster">The cluster.</param>
internal sealed record CrdsRequest(ChartReference Chart, ClusterTarget Cluster)
{
    /// <summary>Whether the report is JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether the exit code is 2 if definitions differ.</summary>
    public bool EndsWithDifferences { get; init; }

    /// <summary>Whether fields that somebody else owns are taken over.</summary>
    public bool ForcesConflicts { get; init; }
}
