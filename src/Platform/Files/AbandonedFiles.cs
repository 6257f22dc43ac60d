using System.Collections.Concurrent;

namespace SecretsKit.Platform.Files;

/// <summary>
/// What killed processes of ours left behind: temporary files beside their targets, and folders of plaintext in
/// memory. Each belongs to a living process as long as the kernel's lock on it is held, by that process or by a program that it started on
/// it; nothing else is taken for left. Files of other users, links and network file systems are not touched. Linux only. One
/// instance serves one run; safe on all threads.
/// </summary>
public sealed class AbandonedFiles
{
    private readonly ConcurrentDictionary<string, bool> _cleared = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a file is one of those temporary files, abandoned or in use: runs over folders leave it out,
    /// because its writer gives it another name or the next write in the folder removes it.
    /// </summary>
    /// <param name="path">Absolute.</param>
    public static bool IsTemporaryFile(string path) => TemporaryFile.Is(path);

    /// <summary>The temporary files in a folder that a killed process left.</summary>
    /// <param name="folder">Absolute.</param>
    public static IReadOnlyList<string> FilesIn(string folder) => OperatingSystem.IsLinux() ? [.. TemporaryFile.AbandonedIn(folder)] : [];

    /// <summary>The folders of plaintext that killed processes left where the next one would be made.</summary>
    /// <param name="environment">Where memory is.</param>
    public static IReadOnlyList<string> Folders(HostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OperatingSystem.IsLinux()
            ? [.. SecretFolder.MemoryParents(environment)
                .Append(environment.TempDirectory)
                .Distinct(StringComparer.Ordinal)
                .SelectMany(HeldFolder.AbandonedIn)]
            : [];
    }

    /// <summary>
    /// Names that temporary files beside a target have, for asking whether git ignores them: of plaintext first, of everything else second.
    /// </summary>
    /// <param name="target">A name without folders.</param>
    public static (string Plaintext, string Other) ExampleNames(string target)
    {
        const string Mark = "00000000000040008000000000000000";
        return (TemporaryFile.NameOf(target, FileContentKind.Plaintext, Mark), TemporaryFile.NameOf(target, FileContentKind.Public, Mark));
    }

    /// <summary>Removes what is left in a folder, once in a run. What cannot be removed stays for the next run.</summary>
    internal void ClearFilesIn(string folder)
    {
        if (OperatingSystem.IsLinux() && _cleared.TryAdd(folder, true))
        {
            TemporaryFile.RemoveAbandonedIn(folder);
        }
    }
}
