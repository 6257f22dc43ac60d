using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words of <c>sync now</c>.</summary>
internal static class SyncNowVerb
{
    private static readonly VerbText Help = new(
        "sync now [options] NAME...",
        "Makes the agent of a cluster, or the reference operator, read the stores of ExternalSecrets now instead of at their next "
        + "interval, by the annotation force-sync, and waits for what comes of it. The right to patch externalsecrets is needed.",
        ("secretskit sync now orders -n shop", "after a password was changed"),
        ("secretskit sync now orders -n shop --timeout 0s", "without waiting"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var names = new Argument<string[]>("NAME") { Arity = ArgumentArity.OneOrMore, Description = "ExternalSecrets of the namespace." };
        var space = VerbOptions.Text("--namespace", "NAME", "The namespace. Default that of the kubeconfig.", "-n");
        var timeout = VerbOptions.Text(
            "--timeout", "DURATION", "How long to wait for the sync, such as 90s. Default 30s; 0s does not wait.");
        var cluster = new KubeconfigOptions();
        var command = new Command("now") { names, space, timeout };
        cluster.AddTo(command);
        return new(command, Help, (parsed, ct) => new SyncNowHandler(context).RunAsync(
            parsed.GetValue(names) ?? [],
            Duration(parsed.GetValue(timeout) ?? "30s"),
            cluster.Read(parsed, parsed.GetValue(space) ?? ""),
            ct));
    }

    private static TimeSpan Duration(string text) => GoDuration.TryParse(text, out var time) && time >= TimeSpan.Zero
        ? time
        : throw new SecretsKitException(ErrorCode.Usage, DisplayText.Message($"--timeout takes a duration such as 90s, not \"{text}\""));
}
