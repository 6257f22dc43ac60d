using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.Dependencies;

/// <summary>Says of a declared dependency what lies under charts/ for it, in Helm's words.</summary>
/// <param name="session">Whose behaviour counts.</param>
/// <param name="parent">The chart that declares it.</param>
/// <param name="folder">Its charts/, which need not exist.</param>
internal sealed class DependencyStatus(HelmSession session, Chart parent, string folder)
{
    private const string Extension = ".tgz";

    /// <summary>The status: <c>ok</c> for an archive, <c>unpacked</c> for a folder, else what is wrong.</summary>
    public string Of(ChartDependency dependency)
    {
        var pattern = $"{dependency.Name}-*{Extension}";
        if (!PathGlob.IsValid(pattern))
        {
            return "bad pattern";
        }

        var archives = Archives(pattern);
        if (archives.Count > 1)
        {
            // Another chart's name may begin with this one's: what follows must be a version.
            archives = archives.FindAll(
                archive =>
                    SemanticVersion.TryParse(
                        Path.GetFileName(archive)[(dependency.Name.Length + 1)..^Extension.Length], SemanticVersionStyle.Strict, out _));
        }

        return archives.Count switch
        {
            0 => OfFolder(dependency),
            1 => OfArchive(dependency, archives[0]),
            _ => "too many matches",
        };
    }

    private List<string> Archives(string pattern) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder)
            .Where(file => PathGlob.Matches(pattern, Path.GetFileName(file)))
            .Order(StringComparer.Ordinal)]
        : [];

    private string OfArchive(ChartDependency dependency, string archive)
    {
        Chart chart;
        try
        {
            chart = ChartLocator.Load(session.ChartHost, archive);
        }
        catch (SecretsKitException)
        {
            return "corrupt";
        }

        return chart.Metadata.Name == dependency.Name ? Compare(dependency, chart) ?? "ok" : "misnamed";
    }

    private string OfFolder(ChartDependency dependency) =>
        parent.Dependencies.LastOrDefault(child => child.Metadata.Name == dependency.Name) is { } chart
            ? Compare(dependency, chart) ?? "unpacked"
            : "missing";

    private static string? Compare(ChartDependency dependency, Chart chart)
    {
        if (chart.Metadata.Version == dependency.Version)
        {
            return null;
        }

        return !VersionConstraint.TryParse(dependency.Version, out var constraint, out _)
            || !SemanticVersion.TryParse(chart.Metadata.Version, SemanticVersionStyle.Loose, out var version) ? "invalid version"
            : constraint.IsMet(version) ? null
            : "wrong version";
    }
}
