using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Memory;

namespace SecretsKit.Charts.Loading;

/// <summary>Loads charts from folders, archives and streams (spec helm.md 1).</summary>
/// <param name="generation">Whose rules count.</param>
/// <param name="log">Gets warnings.</param>
public sealed class ChartLoader(HelmGeneration generation, IChartLog log)
{
    /// <summary>Whether an <c>apiVersion</c> that nobody knows is taken, as in lint. Default false: Helm 4 refuses it.</summary>
    internal bool TakesAnyApiVersion { get; init; }

    /// <summary>Whether files of folders come with the times of their last change, as those of archives do. Default false.</summary>
    public bool ReadsFileTimes { get; init; }

    /// <summary>Learns how much is loaded. Default null.</summary>
    public HeapReserve? Heap { get; init; }

    /// <summary>Loads a folder or an archive, whichever the path is.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="ChartException">The chart cannot be loaded.</exception>
    public Chart Load(string path) => Load(new ChartSource(path));

    /// <summary>Loads a folder or an archive, on disk or in memory.</summary>
    /// <exception cref="ChartException">The chart cannot be loaded.</exception>
    public Chart Load(ChartSource source) => Load(source, null);

    /// <summary>Loads a folder or an archive, on disk or in memory.</summary>
    /// <param name="source">Which.</param>
    /// <param name="whenNamed">
    /// Gets the chart's name and its files before its values are waited for, and adds its work to the load's. Null for none.
    /// </param>
    /// <exception cref="ChartException">The chart cannot be loaded.</exception>
    internal Chart Load(ChartSource source, Action<string, IReadOnlyList<ChartFile>, ParallelPreload>? whenNamed)
    {
        ArgumentNullException.ThrowIfNull(source);
        var loading = new Loading(generation, Heap);
        return LoadFiles(Read(source, loading), depth: 0, loading, whenNamed);
    }

    /// <summary>Loads a folder.</summary>
    /// <exception cref="ChartException">The chart cannot be loaded.</exception>
    public Chart LoadFolder(string path)
    {
        var loading = new Loading(generation, Heap);
        return LoadFiles(ReadFolder(path, loading), depth: 0, loading);
    }

    /// <summary>Loads a gzip-compressed tar from a stream that can seek and is lent.</summary>
    /// <exception cref="ChartException">The chart cannot be loaded.</exception>
    public Chart LoadArchive(Stream archive)
    {
        var loading = new Loading(generation, Heap);
        return LoadFiles(ChartArchive.Read(archive, loading.Allowance), depth: 0, loading);
    }

    /// <summary>Loads a chart whose files are in memory.</summary>
    /// <param name="files">Names from the chart's root.</param>
    /// <exception cref="ChartException">The chart cannot be loaded.</exception>
    public Chart LoadFiles(IReadOnlyList<ChartFile> files) =>
        LoadFiles([.. files.Select(file => file with { Data = ByteOrderMark.Strip(file.Data) })], depth: 0, new(generation, Heap));

    private List<ChartFile> Read(ChartSource source, Loading loading)
    {
        var path = source.Place;
        if (source.Archive is { } fetched)
        {
            using var stream = new MemoryStream(fetched, writable: false);
            ArchiveSniffer.Require(stream, path);
            return ChartArchive.Read(stream, loading.Allowance);
        }

        if (Directory.Exists(path))
        {
            return ReadFolder(path, loading);
        }

        if (FileKinds.Of(path, followsLink: true) == FileKind.Special)
        {
            throw new ChartException($"cannot load irregular file {path} as it has file mode type bits set");
        }

        using var archive = File.OpenRead(path);
        ArchiveSniffer.Require(archive, path);
        return ChartArchive.Read(archive, loading.Allowance);
    }

    private List<ChartFile> ReadFolder(string path, Loading loading)
    {
        var file = Path.Combine(path, "Chart.yaml");
        if (generation == HelmGeneration.V4 && !File.Exists(file))
        {
            throw new ChartException($"unable to detect chart at {file}: open {file}: no such file or directory")
            {
                Cause = new ChartCause(ChartFault.NoChartFile, file),
            };
        }

        return ChartFolder.Read(path, log, loading, ReadsFileTimes);
    }

    private Chart LoadFiles(
        IReadOnlyList<ChartFile> files,
        int depth,
        Loading loading,
        Action<string, IReadOnlyList<ChartFile>, ParallelPreload>? whenNamed = null)
    {
        if (depth > ChartLimits.MaxDepth)
        {
            throw new ChartException($"charts are nested deeper than {ChartLimits.MaxDepth} levels");
        }

        var parts = new ChartParts(generation, log, loading.Values, TakesAnyApiVersion);
        var metadata = files.FirstOrDefault(file => file.Name == "Chart.yaml") ?? throw new ChartException("Chart.yaml file is missing")
        {
            Cause = new ChartCause(ChartFault.NoChartFile),
        };
        parts.AddMetadata(metadata, depth);
        whenNamed?.Invoke(parts.Metadata.Name, files, loading.Work);
        foreach (var file in files)
        {
            parts.Add(file);
        }

        parts.Validate(depth);
        return parts.Build(
            [.. parts.Subcharts.Select(
                folder => LoadSubchart(folder.Key, folder.Value, parts.Metadata.Name, depth, loading)).OfType<Chart>()],
            files);
    }

    private Chart? LoadSubchart(string name, List<ChartFile> files, string parent, int depth, Loading loading)
    {
        if (name.StartsWith('_') || name.StartsWith('.'))
        {
            return null;
        }

        try
        {
            if (Path.GetExtension(name) != ".tgz")
            {
                // A file directly under charts/ becomes a chart without files.
                return LoadFiles(
                    [.. files.Where(file => file.Name.Contains('/')).Select(
                        file => file with { Name = file.Name[(file.Name.IndexOf('/') + 1)..] })],
                    depth + 1,
                    loading);
            }

            if (files[0].Name != name)
            {
                throw new ChartException($"error unpacking subchart tar in {parent}: expected {name}, got {files[0].Name}")
                {
                    Cause = new ChartCause(ChartFault.MisnamedSubchart, name),
                };
            }

            using var archive = new MemoryStream(files[0].Data, writable: false);
            return LoadFiles(ChartArchive.Read(archive, loading.Allowance), depth + 1, loading);
        }
        catch (ChartException failure) when (failure.Cause is not ChartCause { Fault: ChartFault.MisnamedSubchart })
        {
            throw new ChartException($"error unpacking subchart {name} in {parent}: {failure.Message}", inner: failure)
            {
                Hint = failure.Hint,
            };
        }
    }
}
