using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Access;

/// <summary>
/// What roles of a chart ask of those who make them: a server allows no one to give rights that they do not hold, unless they have the
/// verbs <c>escalate</c> on the role or <c>bind</c> on the role of a binding (Kubernetes' documentation of RBAC, privilege escalation
/// prevention). The same rights are the lesser ones, so they are asked for where a rule can hold them.
/// </summary>
/// <param name="objects">The objects of the release.</param>
internal sealed class GrantedRights(IReadOnlyList<AccessObject> objects)
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>What is to be known about the roles.</summary>
    public List<RoleNote> Notes { get; } = [];

    /// <summary>The rights that are needed to make the roles and bindings.</summary>
    public IEnumerable<AccessRight> Find() => objects.Where(item => item.Reference.Group == Group).SelectMany(OfObject).ToList();

    private IEnumerable<AccessRight> OfObject(AccessObject item) => item.Reference.Kind switch
    {
        "Role" or "ClusterRole" => OfRole(item),
        "RoleBinding" or "ClusterRoleBinding" => OfBinding(item),
        _ => [],
    };

    private IEnumerable<AccessRight> OfRole(AccessObject item)
    {
        var rules = Items(item.Manifest, "rules").Select(rule => rule.AsMap).OfType<MapValue>().ToList();
        if (!item.Manifest[new("aggregationRule")].IsNil || rules.Exists(rule => !CanBeHeld(rule)))
        {
            Notes.Add(new(RoleNoteKind.NeedsEscalation, item.Reference));
            return [];
        }

        if (rules.Count > 0)
        {
            Notes.Add(new(RoleNoteKind.RightsIncluded, item.Reference));
        }

        return from rule in rules
               from verb in Texts(rule, "verbs")
               from @group in Texts(rule, "apiGroups")
               from resource in Texts(rule, "resources")
               from name in Texts(rule, "resourceNames").DefaultIfEmpty("")
               select new AccessRight(verb, @group, resource) { Namespace = item.Reference.Namespace, Name = name };
    }

    private IEnumerable<AccessRight> OfBinding(AccessObject item)
    {
        var role = item.Manifest[new("roleRef")].AsMap ?? new();
        var (kind, name) = (ObjectTree.Text(role, "kind"), ObjectTree.Text(role, "name"));
        var isOwn = objects.Any(one => one.Reference.Group == Group && one.Reference.Kind == kind && one.Reference.Name == name
            && (one.Reference.Namespace.Length == 0 || one.Reference.Namespace == item.Reference.Namespace)
            && !Notes.Exists(note => note.Kind == RoleNoteKind.NeedsEscalation && note.Subject == one.Reference));
        if (isOwn || name.Length == 0)
        {
            return [];
        }

        Notes.Add(new(RoleNoteKind.BindingIncluded, item.Reference, $"{kind}/{name}"));
        var resource = kind == "Role" ? "roles" : "clusterroles";
        return [new("bind", Group, resource) { Namespace = item.Reference.Namespace, Name = name }];
    }

    private static bool CanBeHeld(MapValue rule) =>
        Items(rule, "nonResourceURLs").Length == 0
        && !Texts(rule, "verbs").Concat(Texts(rule, "apiGroups")).Concat(Texts(rule, "resources"))
            .Any(text => text.Contains('*', StringComparison.Ordinal));

    private static Value[] Items(MapValue map, string key) => map[new(key)].AsList is { } list ? list.Items.ToArray() : [];

    private static IEnumerable<string> Texts(MapValue map, string key) =>
        Items(map, key).Where(item => item.IsString).Select(item => new ByteString(item.StringBytes.AsMemory()).RevealText());
}
