using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words that say where mappings come from, shared by the commands of <c>sync</c>.</summary>
internal sealed class SyncOptions
{
    private readonly Option<string[]> _paths = VerbOptions.Many(
        "--filename", "PATH",
        "Files or folders with ExternalSecrets, stores, generators and what they refer to, encrypted or not; '-' is standard input. May "
        + "be repeated.",
        "-f");

    private readonly Option<string?> _namespace = VerbOptions.Text(
        "--namespace", "NAME", "The namespace of manifests that name none. Default 'default', or that of the kubeconfig.", "-n");

    private readonly Option<string?> _class = VerbOptions.Text(
        "--controller-class", "NAME", "Which agents' stores count. Default 'default'.");

    private readonly Option<bool> _machine = VerbOptions.Switch(
        "--machine-credentials",
        "Stores whose manifests name no credentials may use those of this machine, as the vendors' own tools do, and webhooks may lead to "
        + "this machine and its link. Such stores fail else.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command, bool readsStores = true)
    {
        command.Add(_paths);
        command.Add(_namespace);
        command.Add(_class);
        if (readsStores)
        {
            command.Add(_machine);
        }
    }

    /// <summary>The namespace that was named, or empty.</summary>
    public string Namespace(ParseResult parsed) => parsed.GetValue(_namespace) ?? "";

    /// <summary>What was given.</summary>
    public SyncSource Read(ParseResult parsed, IReadOnlyList<string> names) => new(parsed.GetValue(_paths) ?? [], names, new()
    {
        Namespace = parsed.GetValue(_namespace) is { Length: > 0 } space ? space : "default",
        ControllerClass = parsed.GetValue(_class) is { Length: > 0 } name ? name : "default",
        AllowsMachineCredentials = parsed.CommandResult.GetResult(_machine) is not null && parsed.GetValue(_machine),
    });
}
