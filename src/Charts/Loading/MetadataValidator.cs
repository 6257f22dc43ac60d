using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Loading;

/// <summary>The rules that every chart's metadata must meet before anything else happens (spec helm.md 1.1).</summary>
public static class MetadataValidator
{
    /// <summary>Checks; the first offence is reported.</summary>
    /// <param name="metadata">Of Chart.yaml.</param>
    /// <param name="generation">Helm 3 takes dots for a name.</param>
    /// <exception cref="ChartException"><c>validation: …</c>.</exception>
    public static void Validate(ChartMetadata metadata, HelmGeneration generation)
    {
        Require(metadata.ApiVersion.Length > 0, "chart.metadata.apiVersion is required");
        Require(metadata.Name.Length > 0, "chart.metadata.name is required");
        Require(
            generation == HelmGeneration.V3 || metadata.Name is not ("." or ".."),
            $"chart.metadata.name {Quote(metadata.Name)} is not allowed");
        Require(metadata.Name == BaseName(metadata.Name), $"chart.metadata.name {Quote(metadata.Name)} is invalid");
        Require(metadata.Version.Length > 0, "chart.metadata.version is required");
        Require(
            SemanticVersion.TryParse(metadata.Version, SemanticVersionStyle.Loose, out _),
            $"chart.metadata.version {Quote(metadata.Version)} is invalid");
        Require(metadata.Type is "" or "application" or "library", "chart.metadata.type must be application or library");
        Require(metadata.Maintainers?.Contains(null) is not true, "maintainers must not contain empty or null nodes");
        ValidateDependencies(metadata.Dependencies ?? []);
    }

    private static void ValidateDependencies(IReadOnlyList<ChartDependency?> dependencies)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var dependency in dependencies)
        {
            if (dependency is null)
            {
                throw Invalid("dependencies must not contain empty or null nodes");
            }

            Require(
                dependency.Alias.Length == 0 || dependency.Alias.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'),
                $"dependency {Quote(dependency.Name)} has disallowed characters in the alias");
            var name = dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name;
            Require(names.Add(name), $"more than one dependency with name or alias {Quote(name)}");
        }
    }

    /// <summary>The last element of a path, as Go takes it.</summary>
    internal static string BaseName(string name)
    {
        var trimmed = name.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static string Quote(string text) => GoQuote.Format(text);

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw Invalid(message);
        }
    }

    private static ChartException Invalid(string message) => new("validation: " + message);
}
