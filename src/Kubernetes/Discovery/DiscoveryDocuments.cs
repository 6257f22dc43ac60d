using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Discovery;

/// <summary>Reads what servers say of themselves; entries without a name are passed over.</summary>
internal static class DiscoveryDocuments
{
    /// <summary>The groups of an <c>APIGroupList</c>.</summary>
    public static List<ApiGroup> Groups(Value document)
    {
        var groups = new List<ApiGroup>();
        foreach (var group in document.Elements("groups"))
        {
            var versions = new List<string>();
            foreach (var version in group.Elements("versions"))
            {
                versions.Add(version.Text("version"));
            }

            if (versions.Count > 0)
            {
                groups.Add(new(group.Text("name"), versions, group.Field("preferredVersion").Text("version")));
            }
        }

        return groups;
    }

    /// <summary>
    /// An <c>APIGroupList</c> with the core group first, as clients cache it, of what a server has at <c>/api</c> and <c>/apis</c>.
    /// </summary>
    public static Value GroupList(Value core, Value groups)
    {
        var all = new List<Value>();
        var versions = core.Texts("versions").Select(Version).ToArray();
        if (versions.Length > 0)
        {
            all.Add(ObjectFields.Map(
                ("name", Value.EmptyString), ("versions", Value.Of(new ListValue(versions))), ("preferredVersion", versions[0])));
        }

        all.AddRange(groups.Elements("groups"));
        return ObjectFields.Map(
            ("kind", Value.Of("APIGroupList")), ("apiVersion", Value.Of("v1")), ("groups", Value.Of(new ListValue([.. all]))));
    }

    /// <summary>The kinds of an <c>APIResourceList</c>.</summary>
    /// <param name="document">The list.</param>
    /// <param name="group">Its group.</param>
    /// <param name="version">Its version.</param>
    public static ApiResource[] Resources(Value document, string group, string version)
    {
        var resources = new List<ApiResource>();
        foreach (var entry in document.Elements("resources"))
        {
            if (entry.Text("kind") is { Length: > 0 } kind && entry.Text("name") is { Length: > 0 } name)
            {
                resources.Add(new(group, version, kind, name)
                {
                    SingularName = entry.Text("singularName"),
                    IsNamespaced = entry.Field("namespaced") is { Kind: GoKind.Bool, Boolean: true },
                    Verbs = entry.Texts("verbs"),
                    ShortNames = entry.Texts("shortNames"),
                });
            }
        }

        return [.. resources];
    }

    private static Value Version(string version) =>
        ObjectFields.Map(("groupVersion", Value.Of(version)), ("version", Value.Of(version)));
}
