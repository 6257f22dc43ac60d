namespace SecretsKit.Releases.Access;

/// <summary>The rules of one namespace, or of the whole cluster.</summary>
/// <param name="Namespace">The namespace; empty for the whole cluster.</param>
/// <param name="Rules">Its rules.</param>
public sealed record RoleScope(string Namespace, IReadOnlyList<AccessRule> Rules)
{
    /// <summary>Rights by their scopes: namespaces by name, the whole cluster last.</summary>
    public static IReadOnlyList<RoleScope> Of(IEnumerable<AccessRight> rights)
    {
        ArgumentNullException.ThrowIfNull(rights);
        return
        [
            .. rights.GroupBy(right => right.Namespace)
                .OrderBy(same => same.Key.Length == 0)
                .ThenBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new RoleScope(same.Key, AccessRule.Of(same))),
        ];
    }
}
