using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Charts.Validation;

/// <summary>What a document says that it is. Texts are as they were written, or empty where there is none.</summary>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="ApiVersion">Group and version, such as <c>apps/v1</c>.</param>
/// <param name="Namespace">Of the object, not of the cluster.</param>
/// <param name="Name">The name, or a prefix and a mark where the server makes the name.</param>
public sealed record ResourceIdentity(string Kind, string ApiVersion, string Namespace, string Name)
{
    private const string GeneratedMark = "{{ generateName }}";

    /// <summary>Of what could not be read.</summary>
    public static ResourceIdentity None { get; } = new("", "", "", "");

    /// <summary>The group, or the version where there is no group.</summary>
    public string Group => ApiVersion.Split('/')[0];

    /// <summary>The version without the group.</summary>
    public string Version => ApiVersion.Split('/')[^1];

    /// <summary>Group, version and kind, as <c>apps/v1/Deployment</c>.</summary>
    public string FullKind => $"{ApiVersion}/{Kind}";

    /// <summary>The name behind the namespace, if there is one.</summary>
    public string QualifiedName => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";

    internal static ResourceIdentity Of(MapValue document)
    {
        var metadata = document[new("metadata")].AsMap;
        var prefix = Text(metadata, "generateName");
        return new(
            Text(document, "kind"),
            Text(document, "apiVersion"),
            Text(metadata, "namespace"),
            prefix.Length > 0 ? prefix + GeneratedMark : Text(metadata, "name"));
    }

    // Numbers and truth values are taken as they would be written.
    private static string Text(MapValue? map, string key) =>
        map is not null && map.TryGet(new(key), out var value) && ScalarText.TryOf(value, out var text) ? text : "";
}
