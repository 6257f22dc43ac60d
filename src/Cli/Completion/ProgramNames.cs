using SecretsKit.Platform;

namespace SecretsKit.Cli.Completion;

/// <summary>Names of programs, for the first word behind <c>--</c>.</summary>
internal static class ProgramNames
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The programs in the folders of <c>PATH</c> whose names begin so.</summary>
    /// <param name="environment">Has the variable.</param>
    /// <param name="beginning">What was typed; nothing is offered for the empty text, where all of a machine would come.</param>
    public static IEnumerable<string> Of(HostEnvironment environment, string beginning)
    {
        if (beginning.Length == 0 || beginning.AsSpan().ContainsAny('/', '*', '?'))
        {
            return [];
        }

        return (environment.Variable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => Path.IsPathFullyQualified(folder) && Directory.Exists(folder))
            .SelectMany(folder => FilesOf(folder, beginning))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> FilesOf(string folder, string beginning)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseSensitive };
        return Directory.EnumerateFiles(folder, beginning + "*", options)
            .Where(path => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0)
            .Select(path => Path.GetFileName(path));
    }
}
