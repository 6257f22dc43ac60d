using SecretsKit.Charts.Loading;
using SecretsKit.Charts.UnitTesting.Suites;

namespace SecretsKit.Charts.UnitTesting.Locating;

/// <summary>What suites call templates, and what renderings call them.</summary>
/// <param name="chart">The path of the chart that a suite belongs to, as <c>parent/charts/sub</c>.</param>
internal sealed class TemplatePaths(string chart)
{
    // What begins so is meant from the chart, and in any of its subcharts.
    private static readonly string[] Folders = ["templates/", "charts/", "crds/", "**"];

    /// <summary>The path of a template, or a pattern of paths. Names without a folder of charts are below templates/.</summary>
    public string Full(string name)
    {
        name = CleanPath.Of(name);
        return Array.Exists(Folders, folder => name.StartsWith(folder, StringComparison.Ordinal))
            ? $"{chart}/{name}"
            : $"{chart}/templates/{name}";
    }

    /// <summary>Whether a suite has a template rendered.</summary>
    public bool IsSelected(TestSuite suite, string path) =>
        (suite.Templates.Count == 0 ? path.StartsWith(chart + "/", StringComparison.Ordinal) : IsAmong(suite.Templates, path))
        && !IsAmong(suite.ExcludedTemplates, path);

    /// <summary>Whether a suite names a template, by its path and not by a pattern.</summary>
    public bool IsNamed(TestSuite suite, string path) => suite.Templates.Any(name => Full(name) == path);

    /// <summary>Templates by their names; patterns become what was rendered of them, or stay if that is nothing.</summary>
    public IEnumerable<string> Resolve(IEnumerable<string> names, IReadOnlyCollection<string> rendered)
    {
        foreach (var full in names.Select(Full))
        {
            var found = PathPattern.HasWildcard(full) ? rendered.Where(path => PathPattern.Matches(full, path)).ToList() : [];
            foreach (var path in found.Count > 0 ? found : [full])
            {
                yield return path;
            }
        }
    }

    private bool IsAmong(IReadOnlyList<string> names, string path)
    {
        foreach (var name in names)
        {
            var full = Full(name);
            if (full == path || (PathPattern.HasWildcard(full) && PathPattern.Matches(full, path)))
            {
                return true;
            }
        }

        return false;
    }
}
