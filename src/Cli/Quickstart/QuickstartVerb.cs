using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Syncing;

namespace SecretsKit.Cli.Quickstart;

/// <summary>The words of <c>quickstart</c>.</summary>
internal static class QuickstartVerb
{
    private const string DefaultFolder = "secretskit-quickstart";

    private static readonly VerbText Help = new(
        "quickstart [options] [FOLDER]",
        "Shows the whole story in a new folder, offline: a key, Helm values encrypted in place, an edit and what a reviewer sees of it, "
        + "decryption, a file that somebody tampered with, and the Secret of a cluster that is made of the same file. The folder stays, "
        + "for you to go on with. With --cluster the Secret is written to the cluster of your kubeconfig, in a namespace of its own, "
        + $"{QuickstartFiles.Namespace}.",
        ("secretskit quickstart", $"in ./{DefaultFolder}"),
        ("secretskit quickstart --cluster", "also in the cluster that kubectl would use"),
        ("secretskit quickstart /tmp/demo", "in another folder, which must be new or empty"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = $"New folder. Default: {DefaultFolder}.",
            DefaultValueFactory = _ => DefaultFolder,
        };
        var cluster = VerbOptions.Switch("--cluster", $"Write the Secret to a cluster, too, in the namespace {QuickstartFiles.Namespace}.");
        var target = new KubeconfigOptions();
        var command = new Command("quickstart") { folder, cluster };
        target.AddTo(command);
        return new(
            command,
            Help,
            (parsed, ct) => new QuickstartHandler(context).RunAsync(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(cluster) ? target.Read(parsed, QuickstartFiles.Namespace) : null,
                ct));
    }
}
