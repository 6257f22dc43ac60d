using System.Collections.Concurrent;

namespace SecretsKit.Goldens.Charts;

/// <summary>A fresh working folder: the inputs of a case without its expectations.</summary>
internal static class ChartFolderCopy
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Copies = new();

    /// <summary>A copy for all cases of a folder that change nothing; it is left to the system to remove.</summary>
    public static string Shared(string folder) => Copies.GetOrAdd(folder, name => new(() =>
    {
        var copy = Directory.CreateTempSubdirectory("charts-").FullName;
        Copy(Path.Combine(ChartCase.Root, name), copy);
        return copy;
    })).Value;

    public static void Copy(string from, string to)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            if (entry.Name is "out" or "cases.json" or "session.json")
            {
                continue;
            }

            CopyEntry(entry, Path.Combine(to, entry.Name));
        }
    }

    private static void CopyEntry(FileSystemInfo entry, string to)
    {
        if (entry.LinkTarget is { } target)
        {
            File.CreateSymbolicLink(to, target);
        }
        else if (entry is DirectoryInfo folder)
        {
            Directory.CreateDirectory(to);
            foreach (var inner in folder.EnumerateFileSystemInfos())
            {
                CopyEntry(inner, Path.Combine(to, inner.Name));
            }
        }
        else
        {
            File.Copy(entry.FullName, to);
        }
    }
}
