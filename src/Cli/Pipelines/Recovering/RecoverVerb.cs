using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;

namespace SecretsKit.Cli.Pipelines.Recovering;

/// <summary>The words of <c>pipeline recover</c>.</summary>
internal static class RecoverVerb
{
    private static readonly VerbText Help = new(
        "pipeline recover [options] RELEASE",
        "Says what state a release is in whose deployer died: Helm refuses to touch it then (another operation is in progress). With --yes "
        + "the record is repaired, so that the next upgrade or rollback works; a removal that stopped half-way is completed.",
        ("secretskit pipeline recover shop -n shop", "what happened, and what would be done"),
        ("secretskit pipeline recover shop -n shop --yes", "does it"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var release = new Argument<string>("RELEASE") { Description = "The release." };
        var cluster = new ClusterOptions();
        var yes = VerbOptions.Switch("--yes", "Repair it.", "-y");
        var output = VerbOptions.Choice("--output", "FORMAT", "text (the default) or json, one object.", ["text", "json"], "-o");
        var command = new Command("recover") { release };
        cluster.AddTo(command);
        command.Add(yes);
        command.Add(output);
        return new(command, Help, (parsed, ct) => new RecoverHandler(context).RunAsync(
            new(
                parsed.GetRequiredValue(release),
                cluster.Read(parsed, context.Host.Environment),
                parsed.GetValue(yes),
                parsed.GetValue(output) == "json"),
            ct));
    }
}

/// <summary>A release to look at.</summary>
/// <param name="Release">Its name.</param>
/// <param name="Cluster">The cluster; its namespace is that of the release.</param>
/// <param name="Repairs">Whether it is repaired.</param>
/// <param name="IsJson">Whether the report is JSON.</param>
internal sealed record RecoverRequest(string Release, ClusterTarget Cluster, bool Repairs, bool IsJson);
