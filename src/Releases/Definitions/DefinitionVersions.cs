using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Definitions;

/// <summary>The versions of a CustomResourceDefinition, as a manifest or a server has it.</summary>
/// <param name="definition">The definition.</param>
internal sealed class DefinitionVersions(MapValue definition)
{
    private MapValue Spec => definition[new("spec")].AsMap ?? new();

    /// <summary>Their names, those that are not served among them.</summary>
    public IReadOnlyList<string> All => [.. Items.Select(Name)];

    /// <summary>The names of those that are served.</summary>
    public IReadOnlyList<string> Served =>
        [.. Items.Where(item => item[new("served")] is { Kind: GoKind.Bool, Boolean: true }).Select(Name)];

    /// <summary>The versions in which objects may be stored, as the server says.</summary>
    public IReadOnlyList<string> Stored => definition[new("status")].AsMap?[new("storedVersions")].AsList is { } list
        ? [.. list.Items.ToArray().Where(item => item.IsString).Select(item => Encoding.UTF8.GetString(item.StringBytes))]
        : [];

    /// <summary>The group of the kind.</summary>
    public string Group => ObjectTree.Text(Spec, "group");

    /// <summary>The kind in one version.</summary>
    public ApiResource Resource(string version)
    {
        var names = Spec[new("names")].AsMap ?? new();
        return new(Group, version, ObjectTree.Text(names, "kind"), ObjectTree.Text(names, "plural"))
        {
            IsNamespaced = ObjectTree.Text(Spec, "scope") != "Cluster",
        };
    }

    private IEnumerable<MapValue> Items => Spec[new("versions")].AsList is { } list
        ? list.Items.ToArray().Select(item => item.AsMap).OfType<MapValue>()
        : [];

    private static string Name(MapValue version) => ObjectTree.Text(version, "name");
}
