using System.Globalization;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Repositories;

/// <summary>The index.yaml of a repository: which charts it has, in which versions, and where (spec helm.md 16). Immutable.</summary>
public sealed class RepositoryIndex
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    private const int DayLength = 10;

    private readonly MapValue _entries;
    private readonly HelmGeneration _generation;

    private RepositoryIndex(MapValue entries, HelmGeneration generation) => (_entries, _generation) = (entries, generation);

    /// <summary>Reads an index, in YAML or JSON.</summary>
    /// <param name="text">The file.</param>
    /// <param name="generation">Whose rules count.</param>
    /// <exception cref="ChartException">It is none; the message is Helm's.</exception>
    public static RepositoryIndex Read(byte[] text, HelmGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw new ChartException("empty index.yaml file");
        }

        Value value;
        try
        {
            value = KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException failure)
        {
            throw new ChartException("error converting YAML to JSON: " + failure.Message, inner: failure);
        }

        var index = value.IsNil ? new() : value.AsMap ?? throw new ChartException(
            $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(value)} into Go value of type " +
            "repo.IndexFile");
        return index.TryGet(new("apiVersion"), out var version) && version.IsString && version.StringBytes.Length > 0
            ? new(index[new("entries")].AsMap ?? new(), generation)
            : throw new ChartException("no API version specified");
    }

    /// <summary>
    /// Finds a chart: the very version, else the highest one that meets it as a constraint. Entries that are no charts are passed over.
    /// </summary>
    /// <param name="name">The chart's name.</param>
    /// <param name="version">A version or a constraint; empty for the highest that is no prerelease.</param>
    /// <param name="log">Gets warnings about what is passed over, and that another version was taken than the one asked for.</param>
    /// <returns>Null if there is none.</returns>
    public IndexedChart? Find(string name, string version, IChartLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var charts = Versions(name, log);
        if (charts.FirstOrDefault(chart => version.Length > 0 && chart.Version == version) is { } exact)
        {
            return exact;
        }

        if (!VersionConstraint.TryParse(version.Length == 0 ? "*" : version, out var constraint, out _))
        {
            return null;
        }

        var found = charts.FirstOrDefault(chart => SemanticVersion.TryParse(chart.Version, SemanticVersionStyle.Loose, out var number)
            && constraint.IsMet(number));
        if (found is not null && SemanticVersion.TryParse(version, SemanticVersionStyle.Loose, out _))
        {
            log.Write(new(
                NoticeLevel.Warn, "unable to find exact version requested; falling back to closest available version", ("chart", name), (
                    "requested", version), (
                    "selected",
                    found.Version)) { IsNew = true });
        }

        return found;
    }

    /// <summary>The names of the charts, in no promised order.</summary>
    public IEnumerable<string> Names => _entries.SortedKeys.ToArray().Select(name => name.RevealText());

    /// <summary>
    /// The versions of a chart, highest first, whatever their order in the file. Entries that are no charts are passed over.
    /// </summary>
    /// <param name="name">The chart's name.</param>
    /// <param name="log">Gets warnings about what is passed over.</param>
    public IReadOnlyList<IndexedChart> Versions(string name, IChartLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var charts = new List<(SemanticVersion Number, IndexedChart Chart)>();
        foreach (var item in _entries[new(name)].AsList is { } list ? list.Items : default)
        {
            try
            {
                var entry = item.AsMap ?? throw new ChartException("empty entry");
                var metadata = MetadataReader.Of(entry);
                MetadataValidator.Validate(metadata.ApiVersion.Length == 0 ? metadata with { ApiVersion = "v1" } : metadata, _generation);
                _ = SemanticVersion.TryParse(metadata.Version, SemanticVersionStyle.Loose, out var number);
                charts.Add((number!, new(metadata.Version, new GoStruct(entry, "ChartVersion").Strings("urls") ?? [])
                {
                    AppVersion = metadata.AppVersion,
                    Created = DayOf(entry),
                    IsDeprecated = metadata.Deprecated,
                }));
            }
            catch (ChartException failure)
            {
                log.Write(
                    new(NoticeLevel.Warn, $"skipping loading invalid entry for chart {GoQuote.Format(name)}", ("error", failure.Message)));
            }
        }

        return [.. charts.OrderByDescending(entry => entry.Number, Comparer<SemanticVersion>.Default).Select(entry => entry.Chart)];
    }

    // Of a time in RFC 3339 the first ten characters are the day.
    private static DateOnly DayOf(MapValue entry) =>
        ScalarText.TryOf(entry[new("created")], out var text) && text.Length >= DayLength
        && DateOnly.TryParseExact(text.AsSpan(0, DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : default;
}
