using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Completing;
using SecretsKit.CommandLine;
using SecretsKit.CommandLine.Completion;

namespace SecretsKit.Cli.Helm.About;

/// <summary><c>helm completion</c>: scripts for shells, which ask this program.</summary>
internal static class CompletionCommand
{
    private static readonly Flag NoDescriptions = new(FlagKind.Switch, "no-descriptions", "Offers words without what they are for.");

    private static readonly string About =
        "Prints a script that completes commands in your shell: " + string.Join(", ", ShellScripts.Shells) + ".";

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("completion", "SHELL [flags]", About)
    {
        Flags = _ => HelmFlags.With(NoDescriptions),
        Arguments = ArgumentRule.Exactly(1),
        Words = ShellScripts.Shells,
        Run = (session, flags, _) =>
        {
            var word = flags.IsOn(NoDescriptions) ? CompletionWords.AskWithoutDescriptions : CompletionWords.Ask;
            session.Host.WriteLine(HelmCompletionScripts.For(flags.Arguments[0], session.CalledAs, word));
            return Task.FromResult(ExitCodes.Success);
        },
    };
}
