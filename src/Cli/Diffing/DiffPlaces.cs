using SecretsKit.Charts.Fetching;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Diffing;

/// <summary>What the words of <c>diff</c> lead to, on the disk or behind a URL.</summary>
internal static class DiffPlaces
{
    /// <summary>The word for standard input.</summary>
    public const string Input = "-";

    private static readonly string[] ManifestExtensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether there is a chart: a folder with a Chart.yaml, or a compressed archive. Of a URL its name decides.</summary>
    /// <exception cref="SecretsKitException">There is nothing.</exception>
    public static bool IsChart(HostEnvironment environment, string place)
    {
        if (place == Input)
        {
            return false;
        }

        if (RemoteFiles.Serves(place))
        {
            return IsArchive(place.AsSpan()[..(place.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? end : place.Length)]);
        }

        var path = environment.ResolvePath(place);
        if (place.Length == 0 || !(File.Exists(path) || Directory.Exists(path)))
        {
            throw new SecretsKitException(
                ErrorCode.FileNotFound,
                place.Length == 0 ? "the name of a side is empty" : DisplayText.Message($"{place}: there is no such file or folder"))
            {
                Hint = place.Length == 0 ? "is a variable of the command line not set?" : Suggestion(environment, place),
            };
        }

        return Directory.Exists(path)
            ? File.Exists(Path.Combine(path, "Chart.yaml"))
            : IsArchive(place);
    }

    /// <summary>
    /// The files of manifests: the file itself, or all below a folder in the order of their names; hidden ones are left out.
    /// </summary>
    /// <exception cref="SecretsKitException">The folder holds none.</exception>
    public static IReadOnlyList<string> Manifests(HostEnvironment environment, string place)
    {
        var root = environment.ResolvePath(place);
        if (place == Input || RemoteFiles.Serves(place) || !Directory.Exists(root))
        {
            return [place];
        }

        var files = Files(new DirectoryInfo(root)).Order(StringComparer.Ordinal).ToList();
        if (files.Find(file => Path.GetFileName(file) == "Chart.yaml") is { } chart)
        {
            throw new SecretsKitException(
                ErrorCode.UnsupportedDocument, $"{place}: this folder holds charts, which are compared one by one")
            {
                Hint = $"did you mean {Path.Combine(place, Path.GetRelativePath(root, Path.GetDirectoryName(chart)!))}?",
            };
        }

        return files.Count > 0
            ? files
            : throw new SecretsKitException(ErrorCode.FileNotFound, $"{place}: this folder holds neither a Chart.yaml nor manifests")
        {
            Hint = "manifests are files that end with .yaml, .yml or .json",
        };
    }

    private static bool IsArchive(ReadOnlySpan<char> name) => name.EndsWith(".tgz", StringComparison.Ordinal)
        || name.EndsWith(".tar.gz", StringComparison.Ordinal);

    private static IEnumerable<string> Files(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                foreach (var file in Files(inner))
                {
                    yield return file;
                }
            }
            else if (entry is FileInfo && ManifestExtensions.Contains(entry.Extension))
            {
                yield return entry.FullName;
            }
        }
    }

    private static string Suggestion(HostEnvironment environment, string place)
    {
        var folder = Path.GetDirectoryName(environment.ResolvePath(place.TrimEnd('/')));
        if (folder is null || !Directory.Exists(folder))
        {
            return $"the folder {folder} does not exist either";
        }

        return SimilarPath.Find(environment, place, takesFolders: true) is { } near
            ? $"did you mean {near}?"
            : "a side is a chart (folder or archive), a file or folder of manifests, or - for standard input";
    }
}
