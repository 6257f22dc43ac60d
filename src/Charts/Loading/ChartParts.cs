using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Loading;

/// <summary>Sorts the files of a chart into what they are (spec helm.md 1.2).</summary>
internal sealed class ChartParts(HelmGeneration generation, IChartLog log, ValuesReading values, bool takesAnyApiVersion)
{
    private const string Values = "values.yaml";

    private readonly List<ChartFile> _templates = [];
    private readonly List<ChartFile> _files = [];
    private MapValue? _values;
    private byte[]? _schema;
    private byte[]? _lock;

    /// <summary>What Chart.yaml and requirements.yaml say.</summary>
    public ChartMetadata Metadata { get; private set; } = new();

    /// <summary>Files under charts/ by the next path element; names are from charts/ on.</summary>
    public SortedDictionary<string, List<ChartFile>> Subcharts { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads Chart.yaml, which comes first.</summary>
    /// <param name="file">Chart.yaml.</param>
    /// <param name="depth">0 for the chart itself; Helm 4 looks at the apiVersion of no subchart.</param>
    public void AddMetadata(ChartFile file, int depth)
    {
        var target = generation == HelmGeneration.V3 ? "chart.Metadata" : takesAnyApiVersion ? "v2.Metadata" : "loader.chartBase";
        Metadata = Reading("Chart.yaml", () => MetadataReader.Read(file.Data, target));
        if (Metadata.ApiVersion.Length == 0)
        {
            Metadata = Metadata with { ApiVersion = "v1" };
        }
        else if (ChecksApiVersion(depth) && Metadata.ApiVersion is not ("v1" or "v2" or "v3"))
        {
            throw new ChartException("unsupported chart version");
        }
    }

    /// <summary>Checks what is known when all files have been added. Charts of apiVersion v3 can be read and not rendered.</summary>
    /// <param name="depth">As that of <see cref="AddMetadata"/>.</param>
    /// <exception cref="ChartException">The metadata breaks a rule.</exception>
    public void Validate(int depth)
    {
        MetadataValidator.Validate(Metadata, generation);
        if (ChecksApiVersion(depth) && Metadata.ApiVersion == "v3")
        {
            throw new ChartException("invalid chart apiVersion");
        }
    }

    private bool ChecksApiVersion(int depth) => generation == HelmGeneration.V4 && !takesAnyApiVersion && depth == 0;

    /// <summary>Puts a file where it belongs.</summary>
    public void Add(ChartFile file)
    {
        switch (file.Name)
        {
            case "Chart.yaml":
                break;
            case "Chart.lock":
                _ = Reading("Chart.lock", () => MetadataReader.ReadRequirements(file.Data));
                _lock = file.Data;
                break;
            case "values.yaml":
                _values = Reading(Values, () => values.Of(file.Data));
                break;
            case "values.schema.json":
                _schema = file.Data;
                break;
            case "requirements.yaml":
                AddRequirements(file);
                break;
            case "requirements.lock":
                AddRequirementsLock(file);
                break;
            default:
                AddByFolder(file);
                break;
        }
    }

    /// <summary>The chart of these parts.</summary>
    public Chart Build(IReadOnlyList<Chart> dependencies, IReadOnlyList<ChartFile> raw) => new()
    {
        Metadata = Metadata,
        Values = _values,
        Schema = _schema,
        Lock = _lock,
        Templates = _templates,
        Files = _files,
        Raw = raw,
        Dependencies = dependencies,
    };

    private void AddRequirements(ChartFile file)
    {
        if (Metadata.ApiVersion != "v1")
        {
            const string Advice = "Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". "
                + "We recommend migrating dependencies to Chart.yaml.";
            log.Write(new(NoticeLevel.Info, Advice) { LegacySource = "load.go:120" });
        }

        var dependencies = Reading("requirements.yaml", () => MetadataReader.ReadRequirements(file.Data));
        Metadata = Metadata with { Dependencies = dependencies ?? Metadata.Dependencies };
        if (Metadata.ApiVersion == "v1")
        {
            _files.Add(file);
        }
    }

    private void AddRequirementsLock(ChartFile file)
    {
        _ = Reading("requirements.lock", () => MetadataReader.ReadRequirements(file.Data));
        _lock = file.Data;
        if (Metadata.ApiVersion == "v1")
        {
            _files.Add(file);
        }
        else
        {
            const string Advice = "Warning: Dependency locking is handled in Chart.lock since apiVersion \"v2\". "
                + "We recommend migrating to Chart.lock.";
            log.Write(new(NoticeLevel.Info, Advice) { LegacySource = "load.go:138" });
        }
    }

    private void AddByFolder(ChartFile file)
    {
        if (file.Name.StartsWith("templates/", StringComparison.Ordinal))
        {
            _templates.Add(file);
        }
        else if (!file.Name.StartsWith("charts/", StringComparison.Ordinal) || file.Name.EndsWith(".prov", StringComparison.Ordinal))
        {
            _files.Add(file);
        }
        else
        {
            var inner = file with { Name = file.Name["charts/".Length..] };
            var first = inner.Name.Split('/')[0];
            if (!Subcharts.TryGetValue(first, out var files))
            {
                Subcharts.Add(first, files = []);
            }

            files.Add(inner);
        }
    }

    private static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ChartException failure)
        {
            throw new ChartException($"cannot load {file}: {failure.Message}", inner: failure)
            {
                Cause = file == Values ? new ChartCause(ChartFault.UnreadableValues, file) : null,
            };
        }
    }
}
