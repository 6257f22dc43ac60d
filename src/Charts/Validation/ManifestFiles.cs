using SecretsKit.Charts.Loading;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.Validation;

/// <summary>
/// Finds files of manifests: those that are named, and those of folders, in the order of their names. Only <c>.yaml</c>, <c>.yml</c> and
/// <c>.json</c> files count; links to folders are not followed.
/// </summary>
/// <param name="environment">Resolves paths.</param>
/// <param name="ignored">Patterns (RE2) of paths to leave out.</param>
public sealed class ManifestFiles(HostEnvironment environment, IReadOnlyList<string> ignored)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether a path has the name of a file of manifests.</summary>
    public static bool HasExtension(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The files of some paths, each read when it is asked for.</summary>
    /// <param name="paths">Files and folders. One that cannot be read is an input with a problem.</param>
    public IEnumerable<ManifestInput> Read(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.SelectMany(Read);
    }

    private IEnumerable<ManifestInput> Read(string path)
    {
        var patterns = new List<Re2>();
        foreach (var text in ignored)
        {
            if (!Re2.TryCompile(text, out var pattern, out var error))
            {
                return [new(path) { Problem = error }];
            }

            patterns.Add(pattern);
        }

        return Walk(path, patterns);
    }

    private IEnumerable<ManifestInput> Walk(string path, List<Re2> patterns)
    {
        var kind = FileKinds.Of(environment.ResolvePath(path), followsLink: false);
        if (kind == FileKind.Missing)
        {
            return [new(path) { Problem = $"lstat {path}: no such file or directory" }];
        }

        if (patterns.Exists(pattern => pattern.IsMatch(path)))
        {
            return [];
        }

        return kind == FileKind.Folder ? WalkFolder(path, patterns)
            : HasExtension(path) ? [ReadFile(path)]
            : [];
    }

    private IEnumerable<ManifestInput> WalkFolder(string folder, List<Re2> patterns)
    {
        string[] names;
        try
        {
            names = [.. Directory.EnumerateFileSystemEntries(environment.ResolvePath(folder)).Select(entry => Path.GetFileName(entry))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [new(folder) { Problem = $"open {folder}: permission denied" }];
        }

        Array.Sort(names, Utf8Order.Instance);
        return names.SelectMany(name => Walk(CleanPath.Of($"{folder}/{name}"), patterns));
    }

    private ManifestInput ReadFile(string path)
    {
        try
        {
            return new(path) { Text = FileReader.Read(environment, path) };
        }
        catch (SecretsKitException failure)
        {
            return new(path) { Problem = failure.Message };
        }
    }
}
