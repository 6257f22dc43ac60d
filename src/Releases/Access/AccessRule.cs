namespace SecretsKit.Releases.Access;

/// <summary>One rule of a role: what may be done with some resources of one group. Lists are sorted and hold no star.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Resources">Plural names.</param>
/// <param name="Verbs">What may be done.</param>
/// <param name="Names">The only objects that it is about; empty for all.</param>
public sealed record AccessRule(
    string Group, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs, IReadOnlyList<string> Names)
{
    // As people read them; others follow by name.
    private static readonly string[] Order = ["get", "list", "watch", "create", "update", "patch", "delete"];

    /// <summary>
    /// The rules that give some rights of one namespace, or of the whole cluster, and no others; in as few rules as that takes.
    /// </summary>
    /// <param name="rights">Rights of one scope: namespaces are not looked at.</param>
    public static IReadOnlyList<AccessRule> Of(IEnumerable<AccessRight> rights)
    {
        ArgumentNullException.ThrowIfNull(rights);
        var resources = from right in rights
                        group right by (right.Group, right.Resource, right.Name) into same
                        select (same.Key.Group, same.Key.Resource, same.Key.Name, Verbs: Sorted(same.Select(right => right.Verb)));
        var named = from one in resources
                    group one by (one.Group, one.Resource, one.Verbs, HasName: one.Name.Length > 0) into same
                    select (same.Key.Group, same.Key.Resource, same.Key.Verbs, Names: Joined(same.Select(one => one.Name)));
        var rules = from one in named
                    group one by (one.Group, one.Verbs, one.Names) into same
                    let all = same.Select(one => one.Resource).Order(StringComparer.Ordinal).ToList()
                    orderby same.Key.Group, all[0], same.Key.Verbs, same.Key.Names
                    select new AccessRule(same.Key.Group, all, Split(same.Key.Verbs), Split(same.Key.Names));
        return [.. rules];
    }

    /// <summary>Verbs as people read them: reading ones first, each once.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> verbs) => Split(Sorted(verbs));

    private static string Sorted(IEnumerable<string> verbs) => string.Join(
        ' ',
        verbs.Distinct()
            .OrderBy(verb => Array.IndexOf(Order, verb) is var at and >= 0 ? at : Order.Length)
            .ThenBy(verb => verb, StringComparer.Ordinal));

    private static string Joined(IEnumerable<string> names) =>
        string.Join(' ', names.Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal));

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
