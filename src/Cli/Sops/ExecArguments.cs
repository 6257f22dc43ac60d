using SecretsKit.Cli.Execution;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>What <c>exec-env</c> and <c>exec-file</c> have in common.</summary>
internal static class ExecArguments
{
    /// <summary>The file and the shell line.</summary>
    /// <exception cref="SecretsKitException">There are not two of them; the text is the reference's for any other number.</exception>
    public static (string File, string Line) Of(ParsedFlags flags) => flags.Arguments is [var file, var line]
        ? (file, line)
        : throw new SecretsKitException(ErrorCode.NoInput, "error: missing file to decrypt");

    /// <summary>Whether the command is waited for.</summary>
    public static ChildStart Start(SopsSession session, ParsedFlags flags, string verb)
    {
        if (!flags.IsOn(SopsFlags.Background))
        {
            return ChildStart.Wait;
        }

        session.Log.Warn("CMD", $"{verb}'s --background option is deprecated and will be removed in a future version of sops");
        return ChildStart.Background;
    }
}
