using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Completion;

namespace SecretsKit.Cli.Helm.About;

/// <summary><c>helm completion</c>: scripts for shells, which ask this program.</summary>
internal static class CompletionCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("completion", "SHELL [flags]", "Prints a script that completes commands in your shell: " + string.Join(", ", CompletionScripts.Shells) + ".")
    {
        Flags = _ => HelmFlags.With(new Flag(FlagKind.Switch, "no-descriptions", "Of no effect.") { IsHidden = true }),
        Arguments = ArgumentRule.Exactly(1),
        Words = CompletionScripts.Shells,
        Run = (session, flags, _) =>
        {
            session.Host.WriteLine(CompletionScripts.For(flags.Arguments[0], session.CalledAs));
            return Task.FromResult(ExitCodes.Success);
        },
    };
}
