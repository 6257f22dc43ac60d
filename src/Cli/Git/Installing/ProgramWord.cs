using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>This program as a word of the shell command lines that git runs.</summary>
internal static class ProgramWord
{
    /// <summary>The path that the program was called by, so that a link which an upgrade moves stays good; quoted for the shell.</summary>
    /// <param name="host">Knows the path.</param>
    /// <param name="named">Another path, or null.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileNotFound"/>: there is no such program.</exception>
    public static string Of(CliHost host, string? named)
    {
        var path = named is null ? host.ProgramPath : host.Environment.CleanPath(named);
        return path is not null && File.Exists(path) ? Quote(path)
            : throw new SecretsKitException(
                ErrorCode.FileNotFound,
                path is null ? "the path of this program is not known" : DisplayText.Message($"there is no program {path}"))
            {
                Hint = "name it with --program",
            };
    }

    /// <summary>Quotes a word for the shell, if it needs that.</summary>
    public static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+')
            ? word
            : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
