using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>Which object: what manifests say of themselves.</summary>
/// <param name="ApiVersion">Group and version, as <c>apps/v1</c>.</param>
/// <param name="Kind">The kind, as <c>Deployment</c>.</param>
/// <param name="Namespace">The namespace; empty where none is named, or where objects of the kind have none.</param>
/// <param name="Name">The name.</param>
public sealed record ResourceRef(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>The group; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>The version within the group.</summary>
    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads it from an object.</summary>
    /// <param name="document">The object.</param>
    /// <param name="source">What messages call the document, such as the template that it comes from.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedDocument"/>: <c>apiVersion</c>, <c>kind</c> or <c>metadata.name</c> is missing or is not a text.
    /// </exception>
    public static ResourceRef Read(Value document, string source)
    {
        var metadata = document.Field(ObjectFields.Metadata);
        return document.AsMap is null
            ? throw new SecretsKitException(ErrorCode.MalformedDocument, $"{source}: the document is not a Kubernetes object")
            {
                Hint = "a manifest is a map with apiVersion, kind and metadata",
            }
            : new(
                Required(document.Text(ObjectFields.ApiVersion), "apiVersion", source),
                Required(document.Text(ObjectFields.Kind), "kind", source),
                metadata.Text(ObjectFields.Namespace),
                Required(metadata.Text(ObjectFields.Name), "metadata.name", source));
    }

    /// <summary>The same object, in this namespace if it names none.</summary>
    public ResourceRef In(string @namespace) => Namespace.Length > 0 ? this : this with { Namespace = @namespace };

    /// <summary>What tells it from other objects; equal for all versions of its group that it may be written in.</summary>
    public (string Kind, string Namespace, string Name, string Group) Identity => (Kind, Namespace, Name, Group);

    /// <summary>As messages name it: <c>Deployment prod/web</c>.</summary>
    public override string ToString() => Namespace.Length > 0 ? $"{Kind} {Namespace}/{Name}" : $"{Kind} {Name}";

    private static string Required(string text, string field, string source) => text.Length > 0
        ? text
        : throw new SecretsKitException(ErrorCode.MalformedDocument, $"{source}: the field {field} is missing or is not a text")
        {
            Hint = $"every manifest needs {field}",
        };
}
