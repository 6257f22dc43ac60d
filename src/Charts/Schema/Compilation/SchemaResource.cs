using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>A schema with a URL of its own: the root of a document, or what <c>$id</c> sets apart inside one.</summary>
/// <param name="url">Absolute, without fragment.</param>
/// <param name="root">The schema.</param>
/// <param name="dialect">What its keywords mean.</param>
internal sealed class SchemaResource(string url, Value root, Dialect dialect)
{
    public string Url { get; } = url;

    public Value Root { get; } = root;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Schemas by plain-name fragment.</summary>
    public Dictionary<string, (Value Schema, string Pointer)> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The anchors that <c>$dynamicRef</c> looks for through all resources in its way.</summary>
    public Dictionary<string, SchemaNode?> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The root, if <c>$recursiveAnchor</c> is true there; set when compiled.</summary>
    public SchemaNode? RecursiveRoot { get; set; }

    public bool IsRecursive { get; set; }
}
