using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Editing;

/// <summary>
/// Refuses to start an editor without a terminal: in a pipeline it would wait for ever, or end at once and look like success.
/// </summary>
internal static class EditorTerminal
{
    /// <summary>The switch that runs the editor all the same, for editors that are programs.</summary>
    public const string UnattendedName = "--unattended";

    /// <summary>What the switch does.</summary>
    public const string UnattendedAbout = "Run the editor without a terminal, too: for one that is a script.";

    /// <summary>Refuses.</summary>
    /// <param name="host">Its input is looked at.</param>
    /// <param name="isUnattended">Whether <see cref="UnattendedName"/> was given.</param>
    /// <param name="instead">What does the same without an editor.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EditorFailed"/>.</exception>
    public static void Require(CliHost host, bool isUnattended, string instead)
    {
        if (!host.InputIsTerminal && !isUnattended)
        {
            throw new SecretsKitException(ErrorCode.EditorFailed, "standard input is no terminal, and an editor needs one")
            {
                Hint = $"{instead}; {UnattendedName} runs the editor all the same",
            };
        }
    }
}
