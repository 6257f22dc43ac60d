using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>Which tests run. What is no condition on a name counts for nothing, as with Helm.</summary>
/// <param name="included">The names of those that run; empty for all.</param>
/// <param name="excluded">The names of those that do not.</param>
internal sealed class TestFilter(IReadOnlySet<string> included, IReadOnlySet<string> excluded)
{
    private const string Name = "name=";

    /// <summary>Reads the values of <c>--filter</c>.</summary>
    public static TestFilter Parse(IEnumerable<string> conditions)
    {
        var included = new HashSet<string>(StringComparer.Ordinal);
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        foreach (var condition in conditions)
        {
            if (condition.StartsWith(Name, StringComparison.Ordinal))
            {
                included.Add(condition[Name.Length..]);
            }
            else if (condition.StartsWith('!') && condition[1..].TrimStart() is var rest && rest.StartsWith(Name, StringComparison.Ordinal))
            {
                excluded.Add(rest[Name.Length..]);
            }
        }

        return new(included, excluded);
    }

    /// <summary>Whether a test runs.</summary>
    public bool Selects(ReleaseHook test) => !excluded.Contains(test.Name) && (included.Count == 0 || included.Contains(test.Name));
}
