using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Stores;

/// <summary>The words of <c>secret diff</c>.</summary>
internal static class SecretDiffVerb
{
    private static readonly VerbText Help = new(
        "secret diff [options] OLD NEW [NAME...]",
        "Which secrets of two stores differ, by name and, of those that are JSON objects, by key; never what the values are, nor how long. "
        + "With names these are read and compared, else all that both stores find. " + StoreOptions.About,
        ("secretskit secret diff sops:secrets.yaml vault:///secret/orders", "what was not pushed yet"),
        ("secretskit secret diff staging.yaml prod.yaml --path apps", "what one environment lacks"))
    {
        ExitCodes = [("2", "there are differences, with --detailed-exitcode")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var old = StoreOptions.Store("OLD", "The old store.");
        var now = StoreOptions.Store("NEW", "The new store.");
        var names = new Argument<string[]>("NAME") { Arity = ArgumentArity.ZeroOrMore, Description = "Secrets to compare; none for all." };
        var search = new SearchOptions();
        var exit = VerbOptions.Switch("--detailed-exitcode", "End with exit code 2 if there are differences.", "--exit-code");
        var output = StoreOptions.OutputFormat("one object for each secret that differs, on a line of its own");
        var options = new StoreOptions();
        var command = new Command("diff") { old, now, names, exit, output };
        search.AddTo(command);
        options.AddTo(command);
        return new(command, Help, (parsed, ct) => new SecretDiffHandler(context, options.Read(parsed)).RunAsync(
            new(parsed.GetRequiredValue(old), parsed.GetRequiredValue(now), search.Read(parsed))
            {
                Names = parsed.GetValue(names) ?? [],
                DetailedExitCode = parsed.GetValue(exit),
                IsJson = VerbOptions.WantsJson(parsed, output),
            },
            ct));
    }
}
