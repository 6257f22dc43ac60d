using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>
/// How a chart differs from an earlier version of it, and what version that calls for: a value or template
/// that is gone breaks users (major), a new one does not (minor), everything else is a fix (pipeline P-092, P-093). Before 1.0.0
/// the minor number counts as the major one.
/// </summary>
public sealed class ChartComparison
{
    private const int MostNames = 10;

    private readonly Chart _old;
    private readonly Chart _now;

    private ChartComparison(Chart old, Chart now)
    {
        (_old, _now) = (old, now);
        var (before, after) = (Defaults(old), Defaults(now));
        RemovedValues = [.. Outermost(before.Keys.Where(path => !after.ContainsKey(path)))];
        AddedValues = [.. Outermost(after.Keys.Where(path => !before.ContainsKey(path)))];
        ChangedDefaults = [.. before.Where(pair => after.TryGetValue(pair.Key, out var value) && !pair.Value.SequenceEqual(value))
            .Select(pair => pair.Key)
            .Order(StringComparer.Ordinal)];
        RemovedTemplates = [.. Rendered(old).Except(Rendered(now), StringComparer.Ordinal)];
        AddedTemplates = [.. Rendered(now).Except(Rendered(old), StringComparer.Ordinal)];
    }

    /// <summary>The ids of the rules that <see cref="Advise"/> knows.</summary>
    public static IReadOnlyList<string> Rules { get; } = ["K-092", "K-093", "defaults"];

    /// <summary>Paths of values that the old chart has and the new one has not.</summary>
    public IReadOnlyList<string> RemovedValues { get; }

    /// <summary>Paths of values that are new.</summary>
    public IReadOnlyList<string> AddedValues { get; }

    /// <summary>Paths of values whose default is another one.</summary>
    public IReadOnlyList<string> ChangedDefaults { get; }

    /// <summary>Templates that are gone; partial ones do not count.</summary>
    public IReadOnlyList<string> RemovedTemplates { get; }

    /// <summary>Templates that are new.</summary>
    public IReadOnlyList<string> AddedTemplates { get; }

    /// <summary>Compares two versions of a chart.</summary>
    public static ChartComparison Of(Chart old, Chart now) => new(old, now);

    /// <summary>What is said about the versions and the defaults, with the id of the rule.</summary>
    public IEnumerable<(string Rule, string Text)> Advise()
    {
        var (before, after) = (_old.Metadata.Version, _now.Metadata.Version);
        var from = SemanticVersion.TryParse(before, SemanticVersionStyle.Loose, out var parsed) ? parsed : null;
        var to = SemanticVersion.TryParse(after, SemanticVersionStyle.Loose, out parsed) ? parsed : null;
        if (from is not null && to is not null && to <= from && IsChanged())
        {
            yield return (
                "K-092",
                to < from
                    ? $"the new chart has the lower version {after}; the old one is {before}"
                    : $"the chart changed, and its version is still {before}");
        }

        if (_old.Metadata.AppVersion == _now.Metadata.AppVersion
            && ChangedDefaults.FirstOrDefault(path => path.EndsWith("image.tag", StringComparison.OrdinalIgnoreCase)) is { } tag)
        {
            yield return ("K-092", $"the default of {tag} changed, and appVersion is still " +
                $"{(_now.Metadata.AppVersion.Length > 0 ? _now.Metadata.AppVersion : "not there")}");
        }

        // A candidate for the version that is called for will do.
        if (from is not null
            && to is not null
            && to > from
            && Called(from) is var (version, reason)
            && to < version with { Prerelease = "0" })
        {
            yield return ("K-093", $"{reason}; that calls for version {version}, not {after}");
        }

        if (ChangedDefaults.Count > 0)
        {
            yield return (
                "defaults",
                $"defaults that changed from {before} to {after}, and count where values do not set them: {Names(ChangedDefaults)}");
        }
    }

    private (SemanticVersion Version, string Reason)? Called(SemanticVersion from)
    {
        var isStable = from.Major > 0;
        if (RemovedValues.Count + RemovedTemplates.Count > 0)
        {
            var gone = RemovedValues.Count == 0
                ? $"templates are gone or renamed: {Names(RemovedTemplates)}"
                : $"values are gone or renamed, so that users who set them have no effect: {Names(RemovedValues)}";
            return (isStable ? from.NextMajor() : from.NextMinor(), gone);
        }

        return AddedValues.Count + AddedTemplates.Count > 0 && isStable
            ? (from.NextMinor(), $"there are new values or templates: {Names([.. AddedValues, .. AddedTemplates])}")
            : null;
    }

    private bool IsChanged() => _old.Metadata.AppVersion != _now.Metadata.AppVersion
        || _old.Metadata.Type != _now.Metadata.Type
        || _old.Metadata.KubeVersion != _now.Metadata.KubeVersion
        || !Files(_old).SequenceEqual(Files(_now), FileComparer.Instance);

    // Archives write Chart.yaml anew, and hold their subcharts as folders.
    private static IEnumerable<ChartFile> Files(Chart chart) => chart.Raw
        .Where(file => file.Name is not ("Chart.yaml" or "Chart.lock" or "requirements.lock" or ".helmignore")
            && !file.Name.StartsWith("charts/", StringComparison.Ordinal))
        .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Rendered(Chart chart) => chart.Templates
        .Select(template => template.Name)
        .Where(name => Path.GetExtension(name) is ".yaml" or ".yml"
            && !PartialTemplate.Is(name)
            && !name.StartsWith("templates/tests/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    // Each value by its path, tables that are empty among them; lists are one value.
    private static Dictionary<string, byte[]> Defaults(Chart chart)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        Collect(chart.Values ?? new(), "", found);
        return found;
    }

    private static void Collect(MapValue values, string prefix, Dictionary<string, byte[]> found)
    {
        foreach (var (key, value) in values.Entries)
        {
            var path = prefix + key.RevealText();
            if (value.AsMap is { Count: > 0 } inner)
            {
                found[path] = [];
                Collect(inner, path + ".", found);
            }
            else
            {
                found[path] = GoJson.Format(value, GoJsonOptions.Raw);
            }
        }
    }

    // Where a table is gone, so is all below it.
    private static IEnumerable<string> Outermost(IEnumerable<string> paths)
    {
        string? above = null;
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (above is null || !path.StartsWith(above, StringComparison.Ordinal))
            {
                above = path + ".";
                yield return path;
            }
        }
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    private sealed class FileComparer : IEqualityComparer<ChartFile>
    {
        public static FileComparer Instance { get; } = new();

        public bool Equals(ChartFile? one, ChartFile? other) => one?.Name == other?.Name
            && one is not null
            && other is not null
            && one.Data.AsSpan().SequenceEqual(other.Data);

        public int GetHashCode(ChartFile file) => file.Name.GetHashCode(StringComparison.Ordinal);
    }
}
