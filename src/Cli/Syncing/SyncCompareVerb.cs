using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words of <c>sync compare</c>.</summary>
internal static class SyncCompareVerb
{
    private static readonly VerbText Help = new(
        "sync compare [options] [NAME...]",
        "Computes the Secrets of a cluster's ExternalSecrets here and says where Secrets, conditions and times of refresh are otherwise "
        + "than this program would have them: before an operator is replaced by the agent. Stores are read; nothing is written, and values "
        + "are only said to differ. Mappings with generators are left out: these make other values each time. The rights to read "
        + "externalsecrets, stores, Secrets and ConfigMaps are needed.",
        ("secretskit sync compare -n shop", "all mappings of a namespace"),
        ("secretskit sync compare -A -o json", "all of the cluster, for scripts"))
    {
        ExitCodes = [("1", "something differs")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var names = new Argument<string[]>("NAME")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "ExternalSecrets to compare; without one, all of them.",
        };
        var space = VerbOptions.Text("--namespace", "NAME", "The namespace. Default that of the kubeconfig.", "-n");
        var all = VerbOptions.Switch("--all-namespaces", "All namespaces.", "-A");
        var kind = VerbOptions.Text("--controller-class", "NAME", "Stores of another class are left out. Default 'default'.");
        var machine = VerbOptions.Switch(
            "--machine-credentials", "Stores whose manifests name no credentials may use those of this machine. Such stores fail else.");
        var output = VerbOptions.Choice(
            "--output", "FORMAT", "'json' prints one object for each mapping, on a line of its own; 'text' is the default.",
            ["text", "json"], "-o");
        var cluster = new KubeconfigOptions();
        var command = new Command("compare") { names, space, all, kind, machine, output };
        cluster.AddTo(command);
        return new(command, Help, (parsed, ct) => new SyncCompareHandler(context).RunAsync(
            new(parsed.GetValue(names) ?? [], cluster.Read(parsed, parsed.GetValue(space) ?? ""))
            {
                HasAllNamespaces = parsed.GetValue(all),
                IsJson = VerbOptions.WantsJson(parsed, output),
                Settings = new()
                {
                    ControllerClass = parsed.GetValue(kind) is { Length: > 0 } name ? name : "default",
                    AllowsMachineCredentials = parsed.GetValue(machine),
                    RequiresReady = true,
                },
            },
            ct));
    }
}
