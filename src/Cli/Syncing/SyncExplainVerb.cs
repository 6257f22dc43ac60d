using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words of <c>sync explain</c>.</summary>
internal static class SyncExplainVerb
{
    private static readonly VerbText Help = new(
        "sync explain [options] [-f PATH] [NAME...]",
        "Says for each key of a Secret which row, store, remote key, property, decoding, rewrite and template gives it, and what would "
        + "fail: all of it, not the first alone. Stores are read; values stay hidden, and nothing is written. Generators that would make "
        + "something new at a server are not asked. Without -f, mappings, stores and credentials are those of the cluster of your "
        + "kubeconfig: the rights to read them there are needed.",
        ("secretskit sync explain orders -f manifests/", "one mapping"),
        ("secretskit sync explain -f manifests/ -o json", "all of them, for scripts"),
        ("secretskit sync explain orders -n shop", "a mapping of a cluster: why is it not synced?"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var names = new Argument<string[]>("NAME")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "ExternalSecrets to explain; without one, all of them.",
        };
        var output = VerbOptions.Choice(
            "--output", "FORMAT", "'json' prints one object for each mapping, on a line of its own; 'text' is the default.",
            ["text", "json"], "-o");
        var source = new SyncOptions();
        var cluster = new KubeconfigOptions();
        var command = new Command("explain") { names, output };
        source.AddTo(command);
        cluster.AddTo(command);
        return new(command, Help, (parsed, ct) => new SyncExplainHandler(context).RunAsync(
            source.Read(parsed, parsed.GetValue(names) ?? []), cluster.Read(parsed, source.Namespace(parsed)),
            VerbOptions.WantsJson(parsed, output), ct));
    }
}
