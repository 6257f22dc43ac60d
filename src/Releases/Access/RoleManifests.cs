using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Access;

/// <summary>Makes the manifests of an account with its roles and bindings.</summary>
/// <param name="name">The name of roles and bindings.</param>
/// <param name="account">Who gets the rights.</param>
/// <param name="form">Which kind of role carries the rights of namespaces.</param>
public sealed class RoleManifests(string name, DeployAccount account, RoleForm form)
{
    private const string ApiVersion = "rbac.authorization.k8s.io/v1";
    private const string ApiGroup = "rbac.authorization.k8s.io";

    /// <summary>The account itself, if it is a service account, then the roles, each with its binding.</summary>
    public IReadOnlyList<Value> Of(IReadOnlyList<RoleScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return [.. Account(), .. Roles(scopes)];
    }

    /// <summary>The roles alone, each with its binding.</summary>
    public IReadOnlyList<Value> Roles(IReadOnlyList<RoleScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return [.. scopes.SelectMany(scope => (Value[])[Role(scope), Binding(scope)])];
    }

    /// <summary>The roles without bindings, for an account whose name is not known.</summary>
    public IReadOnlyList<Value> Unbound(IReadOnlyList<RoleScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return [.. scopes.Select(Role)];
    }

    private IEnumerable<Value> Account() => account.IsServiceAccount
        ? [Object("v1", "ServiceAccount", account.Name, account.Namespace)]
        : [];

    private Value Role(RoleScope scope)
    {
        var isOfCluster = IsOfCluster(scope);
        var role = Object(ApiVersion, isOfCluster ? "ClusterRole" : "Role", NameOf(scope), isOfCluster ? "" : scope.Namespace);
        role.AsMap!.Set(new("rules"), List(scope.Rules.Select(Rule)));
        return role;
    }

    private Value Binding(RoleScope scope)
    {
        var isOfCluster = scope.Namespace.Length == 0;
        var kind = isOfCluster ? "ClusterRoleBinding" : "RoleBinding";
        var binding = Object(ApiVersion, kind, isOfCluster ? NameOf(scope) : name, scope.Namespace);
        binding.AsMap!.Set(new("roleRef"), Map(
            ("apiGroup", Value.Of(ApiGroup)),
            ("kind", Value.Of(IsOfCluster(scope) ? "ClusterRole" : "Role")),
            ("name", Value.Of(NameOf(scope)))));
        binding.AsMap.Set(new("subjects"), List([Subject()]));
        return binding;
    }

    private Value Subject() => account.IsServiceAccount
        ? Map(("kind", Value.Of("ServiceAccount")), ("name", Value.Of(account.Name)), ("namespace", Value.Of(account.Namespace)))
        : Map(("apiGroup", Value.Of(ApiGroup)), ("kind", Value.Of("User")), ("name", Value.Of(account.Name)));

    private bool IsOfCluster(RoleScope scope) => scope.Namespace.Length == 0 || form == RoleForm.ClusterRole;

    // Objects of the whole cluster share their names with those of all namespaces.
    private string NameOf(RoleScope scope) => (IsOfCluster(scope), scope.Namespace) switch
    {
        (false, _) => name,
        (_, "") => $"{name}-cluster",
        (_, var place) => $"{name}-{place}",
    };

    private static Value Rule(AccessRule rule)
    {
        var map = Map(("apiGroups", List([Value.Of(rule.Group)])), ("resources", List(rule.Resources.Select(Value.Of))));
        if (rule.Names.Count > 0)
        {
            map.AsMap!.Set(new("resourceNames"), List(rule.Names.Select(Value.Of)));
        }

        map.AsMap!.Set(new("verbs"), List(rule.Verbs.Select(Value.Of)));
        return map;
    }

    private static Value Object(string apiVersion, string kind, string name, string @namespace)
    {
        var metadata = Map(("name", Value.Of(name)));
        if (@namespace.Length > 0)
        {
            metadata.AsMap!.Set(new("namespace"), Value.Of(@namespace));
        }

        return Map(("apiVersion", Value.Of(apiVersion)), ("kind", Value.Of(kind)), ("metadata", metadata));
    }

    private static Value List(IEnumerable<Value> items) => Value.Of(new ListValue([.. items]));

    private static Value Map(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new MapValue(capacity: fields.Length);
        foreach (var (field, value) in fields)
        {
            map.Set(new(field), value);
        }

        return Value.Of(map);
    }
}

/// <summary>Which kind of role carries the rights of namespaces.</summary>
public enum RoleForm
{
    /// <summary>A Role in each namespace.</summary>
    Role,

    /// <summary>ClusterRoles, which each namespace binds: their rights count there alone.</summary>
    ClusterRole,
}
