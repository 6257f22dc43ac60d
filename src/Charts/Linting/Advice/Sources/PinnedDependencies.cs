using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Charts from repositories whose version is left open, with no lock file and no copy under charts/ that says which one is meant
/// (pipeline P-128).
/// </summary>
internal static class PinnedDependencies
{
    private const string Id = "K-128";

    public static AdviceRule Rule { get; } = new(Id, "a dependency from a repository has no exact version, and there is no Chart.lock")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject) => subject.Chart.Lock is not null
        ? []
        : (subject.Chart.Metadata.Dependencies ?? []).OfType<ChartDependency>()
        .Where(dependency => dependency.Repository.Length > 0
            && !dependency.Repository.StartsWith("file://", StringComparison.Ordinal)
            && !subject.Chart.Dependencies.Any(child => child.Metadata.Name == dependency.Name)
            && !IsExact(dependency.Version))
        .Select(dependency => new LintMessage(LintSeverity.Warning, "Chart.yaml", $"{Id}: {dependency.Name} may be any version that " +
            $"fits {GoQuote.Format(dependency.Version)}; give one, or keep the Chart.lock of helm dependency update"));

    private static bool IsExact(string version) => version.TrimStart('v', '=', ' ') is var bare
        && bare.Count(c => c == '.') >= 2
        && bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+')
        && !bare.Split('-', '+')[0].Split('.').Any(part => part is "x" or "X");
}
