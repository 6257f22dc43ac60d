using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words of <c>sync</c>: what an agent does in a cluster, here.</summary>
internal static class SyncVerb
{
    private static readonly VerbText Help = new(
        "sync [options] -f PATH [NAME...]",
        "Makes Secrets of ExternalSecret manifests as the agent does in a cluster, without one: stores, generators and the Secrets and "
        + "ConfigMaps that they refer to are read from the manifests; with --output cluster also from the cluster. A mapping that fails "
        + "is reported, and the others are synced; nothing is deleted because a store cannot be reached. NAME or NAMESPACE/NAME chooses "
        + "mappings. A SOPS file that a store names is looked for beside the store's manifest.",
        ("secretskit sync -f manifests/ | kubectl apply --server-side -f -", "all Secrets, as YAML"),
        ("secretskit sync -f manifests/ --dry-run", "what they would be, values masked"),
        ("secretskit sync -f manifests/ -o folder --to secrets --encrypt", "a file each, encrypted as .sops.yaml says"),
        ("secretskit sync -f manifests/ -o dotenv --to .env orders", "the keys of one, for a program"),
        ("secretskit sync -f manifests/ -o cluster -n orders --watch", "to a cluster, again when intervals are over or files change"),
        ("secretskit sync explain orders -f manifests/", "where each key comes from"),
        ("secretskit sync lint -f manifests/", "what would fail in the cluster"))
    {
        ExitCodes = [("2", "with --dry-run --detailed-exitcode: something would be written")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var names = new Argument<string[]>("NAME")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "ExternalSecrets to sync; without one, all of them.",
        };
        var source = new SyncOptions();
        var output = VerbOptions.Choice(
            "--output", "PLACE",
            "Where Secrets go: stdout (the default; a terminal shows no values), json (lines of JSON on standard output), folder, dotenv, "
            + "cluster.",
            ["stdout", "json", "folder", "dotenv", "cluster"], "-o");
        var to = VerbOptions.Text(
            "--to", "PATH", "With -o folder the folder: NAME.yaml for each Secret, in a folder of its own for other namespaces. With "
            + "-o dotenv the file.");
        var encrypt = VerbOptions.Switch("--encrypt", "Encrypt the files as .sops.yaml says; they are the owner's alone (0600) else.");
        var config = VerbOptions.Config();
        var show = VerbOptions.Switch("--show", "Print values on a terminal, too.");
        var dryRun = VerbOptions.Switch("--dry-run", "Write nothing: print what would change, values masked.");
        var detailed = VerbOptions.Switch("--detailed-exitcode", "With --dry-run: end with 2 if something would be written.");
        var watch = VerbOptions.Switch(
            "--watch", "Go on: sync a mapping again when its refreshInterval is over, and all of them when a file changes.", "-w");
        var report = VerbOptions.Choice(
            "--report", "FORMAT", "'json' prints what became of each mapping, on a line of its own; 'text' is the default.",
            ["text", "json"]);
        var cluster = new KubeconfigOptions();
        var command = new Command("sync") { names, output, to, encrypt, config, show, dryRun, detailed, watch, report };
        source.AddTo(command);
        cluster.AddTo(command);
        return new(command, Help, (parsed, ct) => new SyncHandler(context).RunAsync(
            new(source.Read(parsed, parsed.GetValue(names) ?? []))
            {
                Output = parsed.GetValue(output) switch
                {
                    "json" => SyncOutput.Json,
                    "folder" => SyncOutput.Folder,
                    "dotenv" => SyncOutput.Dotenv,
                    "cluster" => SyncOutput.Cluster,
                    _ => SyncOutput.Stdout,
                },
                To = parsed.GetValue(to) ?? "",
                Encrypts = parsed.GetValue(encrypt),
                Config = VerbOptions.ConfigPath(parsed, config, context.Host.Environment),
                Shows = parsed.GetValue(show),
                IsDryRun = parsed.GetValue(dryRun),
                DetailedExitCode = parsed.GetValue(detailed),
                Watches = parsed.GetValue(watch),
                ReportsJson = VerbOptions.WantsJson(parsed, report),
            },
            cluster.Read(parsed, source.Namespace(parsed)),
            ct))
        {
            RunsAlone = true,
            Children =
            [
                new("explain", "say where each key of a Secret comes from, and what would fail", SyncExplainVerb.Create),
                new("lint", "find in manifests what agents report only in the cluster", SyncLintVerb.Create),
                new("compare", "say where a cluster's Secrets and statuses would differ", SyncCompareVerb.Create),
                new("now", "make the agent of a cluster read the stores of a mapping now", SyncNowVerb.Create),
            ],
        };
    }
}
