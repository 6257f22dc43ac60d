using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting;

/// <summary>What a name in a chart stands for.</summary>
internal enum EntryKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}

/// <summary>The chart under check, on disk or in an archive, which is read into memory.</summary>
internal sealed class LintFiles
{
    private readonly string _path;
    private readonly List<ChartFile>? _archive;

    private LintFiles(string path, List<ChartFile>? archive) => (_path, _archive) = (path, archive);

    /// <summary>Opens a folder or an archive.</summary>
    /// <exception cref="ChartException">There is nothing that could be checked.</exception>
    public static LintFiles Open(LintRequest request, HelmGeneration generation)
    {
        var isArchive = request.Archive is not null
            || request.Path.EndsWith(".tgz", StringComparison.Ordinal)
            || request.Path.EndsWith(".tar.gz", StringComparison.Ordinal);
        var files = new LintFiles(request.FullPath, isArchive ? ReadArchive(request, generation) : null);
        if (files.Kind("Chart.yaml") == EntryKind.None)
        {
            var cause = File.Exists(request.FullPath) && !isArchive ? "not a directory" : "no such file or directory";
            throw new ChartException(
                $"unable to check Chart.yaml file in chart: stat {CleanPath.Of(request.Path + "/Chart.yaml")}: {cause}")
            {
                Cause = new ChartCause(ChartFault.NoChartFile, request.Path),
            };
        }

        return files;
    }

    /// <summary>What is under a name.</summary>
    public EntryKind Kind(string name)
    {
        if (_archive is { } files)
        {
            return files.Exists(file => file.Name == name) ? EntryKind.File
                : files.Exists(file => file.Name.StartsWith(name + '/', StringComparison.Ordinal)) ? EntryKind.Folder
                : EntryKind.None;
        }

        var path = Path.Combine(_path, name);
        return Directory.Exists(path) ? EntryKind.Folder : File.Exists(path) ? EntryKind.File : EntryKind.None;
    }

    /// <summary>The bytes of a file that is there.</summary>
    public byte[] Read(string name) =>
        _archive is { } files ? files.Find(file => file.Name == name)!.Data : ChartFolder.ReadFile(Path.Combine(_path, name), name);

    /// <summary>The chart.</summary>
    /// <exception cref="ChartException">It cannot be loaded.</exception>
    public Chart Load(HelmGeneration generation, IChartLog log)
    {
        var loader = new ChartLoader(generation, log) { TakesAnyApiVersion = true };
        return _archive is { } files ? loader.LoadFiles(files) : loader.LoadFolder(_path);
    }

    // The reference unpacks it and goes through the folder: in lexical order per folder, and past what the ignore file names.
    private static List<ChartFile> AsUnpacked(List<ChartFile> files)
    {
        var ignore = HelmIgnore.Parse(files.Find(file => file.Name == ".helmignore")?.Data);
        return [.. files.Where(file => !IsIgnored(ignore, file.Name)).OrderBy(
            file => file.Name.Replace('/', '\0'), StringComparer.Ordinal)];
    }

    private static bool IsIgnored(HelmIgnore ignore, string name)
    {
        for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            if (ignore.Ignores(name[..slash], isFolder: true))
            {
                return true;
            }
        }

        return ignore.Ignores(name, isFolder: false);
    }

    // The reference unpacks it into a folder of the chart's name.
    private static void RequireName(List<ChartFile> files, HelmGeneration generation)
    {
        string? name;
        try
        {
            name = files.FindLast(file => file.Name == "Chart.yaml") is { } file
                ? MetadataReader.Read(file.Data, generation == HelmGeneration.V4 ? "v2.Metadata" : "chart.Metadata").Name
                : null;
        }
        catch (ChartException failure)
        {
            throw new ChartException("cannot load Chart.yaml: " + failure.Message, inner: failure);
        }

        if (string.IsNullOrEmpty(name))
        {
            throw new ChartException("chart name not specified");
        }
    }

    private static List<ChartFile> ReadArchive(LintRequest request, HelmGeneration generation)
    {
        if (request.Archive is null && !File.Exists(request.FullPath))
        {
            throw new ChartException($"unable to open tarball: open {request.Path}: no such file or directory");
        }

        using Stream archive = request.Archive is { } fetched
            ? new MemoryStream(fetched, writable: false)
            : File.OpenRead(request.FullPath);
        try
        {
            var files = ChartArchive.Read(archive, new(heap: null));
            RequireName(files, generation);
            return AsUnpacked(files);
        }
        catch (ChartException failure)
        {
            throw new ChartException("unable to extract tarball: " + failure.Message, inner: failure);
        }
    }
}
