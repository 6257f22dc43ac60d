using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Git.Installing;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Git;

/// <summary>The words of <c>git install</c>.</summary>
internal static class InstallVerb
{
    private static readonly VerbText Help = new(
        "git install [options] [PATTERN...]",
        "Teaches git about encrypted files: 'git diff' shows values instead of ciphertext, and merges go by values instead of lines. "
        + "The configuration is that of this clone; the patterns go to .gitattributes, which you commit. Without patterns they are " +
            "taken from .sops.yaml. "
        + "It can be run again.",
        ("secretskit git install", "in this clone, for the files of .sops.yaml"),
        ("secretskit git install --masked --hooks", "diffs hide values, commits are checked"),
        ("secretskit git install --global 'secrets*.yaml'", "in all clones, for these files"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var patterns = new Argument<string[]>("PATTERN")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Files, as .gitattributes names them.",
        };
        var local = VerbOptions.Switch("--local", "Change this clone alone. The default.");
        var global = VerbOptions.Switch("--global", "Change your configuration for all clones.");
        var masked = VerbOptions.Switch("--masked", "Let diffs show which values changed and not what they are; no key is needed then.");
        var hooks = VerbOptions.Switch("--hooks", "Add a pre-commit hook that runs 'secretskit check --staged'.");
        var failOn = VerbOptions.Choice(
            "--fail-on",
            "LEVEL",
            "With --hooks: the level of findings from which a commit is refused: error (the default), warning or note.",
            ["error", "warning", "note"]);
        var program = VerbOptions.Text("--program", "PATH", "The program that git shall run, if not the one that runs now.");
        return new(
            new Command("install") { patterns, local, global, masked, hooks, failOn, program },
            Help,
            (parsed, ct) =>
            {
                if (parsed.GetValue(local) && parsed.GetValue(global))
                {
                    throw new SecretsKitException(ErrorCode.ConflictingOptions, "--local and --global exclude each other")
                    {
                        Hint = "leave one of them out",
                    };
                }

                if (parsed.GetValue(failOn) is not null && !parsed.GetValue(hooks))
                {
                    throw new SecretsKitException(
                        ErrorCode.ConflictingOptions, "--fail-on says something about the hook, which is not asked for")
                    {
                        Hint = "add --hooks",
                    };
                }

                var request = new InstallRequest(parsed.GetValue(patterns) ?? [])
                {
                    IsGlobal = parsed.GetValue(global),
                    IsMasked = parsed.GetValue(masked),
                    Hooks = parsed.GetValue(hooks),
                    FailOn = parsed.GetValue(failOn) ?? "error",
                    Program = parsed.GetValue(program),
                };
                return new InstallHandler(context).InstallAsync(request, ct);
            });
    }
}
