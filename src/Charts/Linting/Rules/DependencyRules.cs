using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What is declared must be there, and what is there must be declared. That names are unique is a rule of loading.</summary>
internal static class DependencyRules
{
    public static void Check(LintSubject subject)
    {
        var (loaded, failure) = subject.Load();
        var complaint = failure is null ? null : "unable to load chart\n\t" + failure.Message;
        if (!subject.Check(LintSeverity.Error, "", complaint, failure?.Causes) || loaded is not { } chart)
        {
            return;
        }

        var there = chart.Dependencies.Select(child => child.Metadata.Name).ToList();
        var declared = (chart.Metadata.Dependencies ?? []).OfType<ChartDependency>().Select(dependency => dependency.Name).ToList();
        var path = subject.Request.FullPath;
        subject.Check(LintSeverity.Error, path, Missing("metadata", there.Where(name => !declared.Contains(name))));
        subject.Check(LintSeverity.Warning, path, Missing("directory", declared.Where(name => !there.Contains(name))));
    }

    // A chart that is wanted twice under two aliases is missing twice.
    private static string? Missing(string place, IEnumerable<string> names)
    {
        var list = string.Join(',', names);
        return list.Length == 0 ? null : $"chart {place} is missing these dependencies: {list}";
    }
}
