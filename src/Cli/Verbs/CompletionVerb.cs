using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.CommandLine.Completion;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>completion</c>.</summary>
internal static class CompletionVerb
{
    private static readonly VerbText Help = new(
        "completion SHELL",
        "Prints a script that completes commands, options, formats and file names in your shell. It asks the program at each press of " +
        "the tabulator; "
        + "no file is opened for that, and no value is ever shown.",
        ("source <(secretskit completion bash)", "in ~/.bashrc"),
        ("secretskit completion zsh > ~/.zfunc/_secretskit", "a folder of $fpath"),
        ("secretskit completion fish > ~/.config/fish/completions/secretskit.fish", "for fish"),
        ("secretskit completion powershell | Out-String | Invoke-Expression", "in $PROFILE"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell." };
        shell.CompletionSources.Add(_ => ShellScripts.Shells.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        return new(
            new Command("completion") { shell },
            Help,
            (parsed, _) =>
            {
                context.Host.WriteLine(CompletionScripts.Own.For(parsed.GetRequiredValue(shell), "secretskit"));
                return Task.FromResult(ExitCodes.Success);
            });
    }
}
