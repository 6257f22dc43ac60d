using SecretsKit.CommandLine;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Operations;

/// <summary>Finds what somebody may have meant who named a file or folder that is not there.</summary>
internal static class SimilarPath
{
    /// <summary>
    /// The path of a neighbour with a name like that, in the words of the user; null if there is
    /// none. Hidden files are near hidden ones only.
    /// </summary>
    /// <param name="environment">Resolves a relative path.</param>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="takesFolders">Whether a folder will do.</param>
    public static string? Find(HostEnvironment environment, string path, bool takesFolders)
    {
        var typed = path.TrimEnd('/');
        var full = environment.ResolvePath(typed);
        if (full.Length == 0 || Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        var name = Path.GetFileName(full);
        var names = (takesFolders ? Directory.EnumerateFileSystemEntries(folder) : Directory.EnumerateFiles(folder))
            .Select(entry => Path.GetFileName(entry)).Where(entry => entry.StartsWith('.') == name.StartsWith('.'));
        return SimilarName.Find(name, names.Order(StringComparer.Ordinal)) is { } near
            ? Path.Combine(Path.GetDirectoryName(typed) ?? "", near)
            : null;
    }
}
