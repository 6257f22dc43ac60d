using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>A schema with a URL of its own: the root of a document, or what <c>$id</c> sets apart inside one.</summary>
/// <param name="document">The document that it is part of.</param>
/// <param name="pointer">From the document's root.</param>
/// <param name="url">Absolute, without fragment.</param>
/// <param name="root">The schema.</param>
/// <param name="dialect">What its keywords mean.</param>
internal sealed class SchemaResource(SchemaDocument document, SchemaPointer pointer, string url, Value root, Dialect dialect)
{
    private readonly Dictionary<string, (Value Schema, SchemaPointer Pointer)> _anchors = new(StringComparer.Ordinal);

    public SchemaDocument Document { get; } = document;

    public SchemaPointer Pointer { get; } = pointer;

    public string Url { get; } = url;

    public Value Root { get; } = root;

    public Dialect Dialect { get; } = dialect;

    /// <summary>The anchors that <c>$dynamicRef</c> looks for through all resources in its way.</summary>
    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema that a plain-name fragment leads to.</summary>
    public bool TryFind(string anchor, out (Value Schema, SchemaPointer Pointer) found) => _anchors.TryGetValue(anchor, out found);

    /// <exception cref="SchemaException">Another schema of this resource has the same anchor.</exception>
    public void Add(string anchor, Value schema, SchemaPointer pointer)
    {
        if (!_anchors.TryAdd(anchor, (schema, pointer)) && !ReferenceEquals(_anchors[anchor].Schema.AsMap, schema.AsMap))
        {
            throw new SchemaException(
                $"duplicate anchor {GoQuote.Format(anchor)} in {GoQuote.Format(Document.Url)}"
                + $" at {GoQuote.Format(_anchors[anchor].Pointer.ToString())} and {GoQuote.Format(pointer.ToString())}");
        }
    }
}
