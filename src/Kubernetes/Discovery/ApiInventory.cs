using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Discovery;

/// <summary>All that a server has.</summary>
/// <param name="Groups">The groups, the core group first.</param>
/// <param name="Resources">The kinds of all versions, parts of objects included, in the order of the groups.</param>
/// <param name="Failures">
/// The versions of groups, as <c>metrics.k8s.io/v1beta1</c>, whose kinds are not known because the server behind them failed.
/// </param>
public sealed record ApiInventory(
    IReadOnlyList<ApiGroup> Groups, IReadOnlyList<ApiResource> Resources, IReadOnlyDictionary<string, SecretsKitException> Failures)
{
    /// <summary>
    /// Versions of groups, and <c>group/version/Kind</c> for each kind, each once, bytewise ascending: what charts see as
    /// <c>.Capabilities.APIVersions</c>.
    /// </summary>
    public IReadOnlyList<string> ApiVersions
    {
        get
        {
            var all = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var group in Groups)
            {
                foreach (var version in group.Versions)
                {
                    all.Add(group.Name.Length == 0 ? version : $"{group.Name}/{version}");
                }
            }

            foreach (var resource in Resources)
            {
                all.Add($"{resource.ApiVersion}/{resource.Kind}");
            }

            return [.. all];
        }
    }

    /// <summary>
    /// The kind that a word of a command line means: a plural, singular or short name, with the group behind a dot or without; the
    /// preferred version of the first group that has it, or null.
    /// </summary>
    public ApiResource? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var dot = word.IndexOf('.', StringComparison.Ordinal);
        var (name, group) = dot < 0 ? (word, null) : (word[..dot], word[(dot + 1)..]);
        return Groups
            .Where(one => group is null || one.Name == group)
            .Select(one => Resources
                .Where(resource => resource.Group == one.Name && !resource.IsPart && resource.IsCalled(name))
                .OrderBy(resource => resource.Version == one.PreferredVersion ? 0 : 1)
                .FirstOrDefault())
            .FirstOrDefault(resource => resource is not null);
    }
}
