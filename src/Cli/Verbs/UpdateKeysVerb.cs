using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>updatekeys</c>.</summary>
internal static class UpdateKeysVerb
{
    private static readonly VerbText Help = new(
        "updatekeys [options] [PATH...]",
        "Gives encrypted files the recipients that .sops.yaml names for them now: run it after a colleague came or left. Values stay as " +
        "they are. "
        + "All changes are shown by file, and you are asked once; a file that fails does not keep the others from being updated. For " +
            "each file the nearest .sops.yaml counts, searched "
        + "from its folder upward. Whoever is removed may have kept the data key of a file: 'secretskit rotate' gives it a new one.",
        ("secretskit updatekeys .", "all encrypted files of the repository"),
        ("secretskit updatekeys --dry-run --exit-code .", "in a pipeline: do files differ from .sops.yaml?"),
        ("secretskit updatekeys --yes -o json deploy | jq .status", "for scripts"))
    {
        ExitCodes = [("2", "files differ (with --dry-run --exit-code)")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var paths = VerbOptions.Paths();
        var layout = VerbOptions.KeepLayout();
        var yes = VerbOptions.Switch("--yes", "Do not ask.", "-y");
        var dryRun = VerbOptions.Switch("--dry-run", "Show what would change and write nothing. No private key is needed.");
        var forOthers = LockoutGuard.ForOthers();
        var exitCode = VerbOptions.Switch("--exit-code", "With --dry-run: end with 2 if anything would change.");
        var (output, type, config, over) = (
            VerbOptions.OutputFormat(), VerbOptions.InputType(), VerbOptions.Config(), VerbOptions.WriteOver());
        return new(
            new Command("updatekeys") { paths, yes, forOthers, dryRun, exitCode, output, type, config, over, layout },
            Help,
            (parsed, ct) => new UpdateKeysHandler(context.Keeping(parsed, layout)).RunAsync(
                new UpdateKeysRequest(parsed.GetRequiredValue(paths))
                {
                    Yes = parsed.GetValue(yes),
                    ForOthers = parsed.GetValue(forOthers),
                    DryRun = parsed.GetValue(dryRun),
                    ExitCode = parsed.GetValue(exitCode),
                    Json = VerbOptions.WantsJson(parsed, output),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                    Config = VerbOptions.ConfigPath(parsed, config, context.Host.Environment),
                },
                ct));
    }
}
