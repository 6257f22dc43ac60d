using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;

namespace SecretsKit.Cli.Pipelines.Explaining;

/// <summary>The words of <c>pipeline explain</c>.</summary>
internal static class ExplainVerb
{
    private static readonly VerbText Help = new(
        "pipeline explain [options] RELEASE",
        "Says why a release does not work: each object that is not ready and why, what is wrong with its pods and what helps, the last "
        + "lines of containers that failed, Services without pods, quotas that are used up, and warnings. Reads only; exit code 1 if "
        + "something is wrong.",
        ("secretskit pipeline explain shop -n shop", "after a deploy that failed, or a test"),
        ("secretskit pipeline explain shop -n shop -o json", "the same for programs"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var release = new Argument<string>("RELEASE") { Description = "The release." };
        var cluster = new ClusterOptions();
        var output = VerbOptions.Choice("--output", "FORMAT", "text (the default) or json, one object.", ["text", "json"], "-o");
        var command = new Command("explain") { release };
        cluster.AddTo(command);
        command.Add(output);
        return new(command, Help, (parsed, ct) => new ExplainHandler(context).RunAsync(
            new(
                parsed.GetRequiredValue(release),
                cluster.Read(parsed, context.Host.Environment),
                parsed.GetValue(output) == "json"),
            ct));
    }
}

/// <summary>A release to explain.</summary>
/// <param name="Release">Its name.</param>
/// <param name="Cluster">The cluster; its namespace is that of the release.</param>
/// <param name="IsJson">Whether the report is JSON.</param>
internal sealed record ExplainRequest(string Release, ClusterTarget Cluster, bool IsJson);
