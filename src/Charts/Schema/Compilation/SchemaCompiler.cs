using System.Globalization;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Turns schemas into nodes: one per schema object, made when something refers to it, filled from a queue so that no chain is too long.</summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaDocuments _documents;
    private readonly Dictionary<MapValue, SchemaNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(SchemaNode Node, MapValue Schema, SchemaPlace Place)> _pending = new();
    private bool _isDynamic;
    private bool _tracksEvaluation;

    private SchemaCompiler(SchemaDocuments documents) => _documents = documents;

    /// <summary>Compiles a text.</summary>
    /// <exception cref="SchemaException">It cannot be used.</exception>
    public static JsonSchema Compile(ReadOnlySpan<byte> text, string url, ISchemaResolver resolver)
    {
        var documents = new SchemaDocuments(resolver, isTrusted: false);
        var root = SchemaJson.Parse(text);
        return new SchemaCompiler(documents).Compile(root, documents.Add(url, root, isTrustedText: false));
    }

    /// <summary>Compiles a metaschema of ours, which nothing needs to check.</summary>
    public static JsonSchema CompileTrusted(ReadOnlySpan<byte> text, string url)
    {
        var documents = new SchemaDocuments(NoResolver.Instance, isTrusted: true);
        var root = SchemaJson.Parse(text);
        return new SchemaCompiler(documents).Compile(root, documents.Add(url, root, isTrustedText: true));
    }

    /// <summary>Compiles a document by its URL.</summary>
    /// <exception cref="SchemaException">It cannot be used.</exception>
    public static JsonSchema CompileLoaded(SchemaDocuments documents, string url)
    {
        var resource = documents.Open(url);
        return new SchemaCompiler(documents).Compile(resource.Root, documents.Find(resource.Root) ?? new(resource, url, ""));
    }

    /// <summary>The node of a schema inside another.</summary>
    /// <param name="schema">The inner schema.</param>
    /// <param name="outer">Where the outer one stands.</param>
    /// <param name="pointer">From there to the inner one.</param>
    public SchemaNode Node(Value schema, SchemaPlace outer, string pointer) =>
        NodeAt(schema, _documents.Find(schema) ?? outer with { Pointer = outer.Pointer + pointer });

    /// <summary>What a reference leads to.</summary>
    /// <returns>The node; the resource; and the name, if it is by anchor.</returns>
    /// <exception cref="SchemaException">It leads nowhere.</exception>
    public (SchemaNode Node, SchemaResource Resource, string Anchor) Resolve(SchemaPlace place, string reference)
    {
        var absolute = SchemaUrl.Resolve(place.Resource.Url, reference);
        var (url, escaped) = SchemaUrl.SplitFragment(absolute);
        var resource = _documents.Open(url);
        if (!SchemaUrl.TryUnescape(escaped, out var fragment))
        {
            throw new SchemaException($"invalid fragment in {GoQuote.Format(absolute)}");
        }

        var root = _documents.Find(resource.Root) ?? new SchemaPlace(resource, url, "");
        if (fragment.Length == 0)
        {
            return (NodeAt(resource.Root, root), resource, "");
        }

        if (fragment[0] == '/')
        {
            return (FollowPointer(resource.Root, root, fragment, absolute), resource, "");
        }

        return resource.Anchors.TryGetValue(fragment, out var anchor)
            ? (NodeAt(anchor.Schema, _documents.Find(anchor.Schema)!), resource, fragment)
            : throw new SchemaException($"anchor in {GoQuote.Format(absolute)} not found in schema {GoQuote.Format(root.Document + "#")}");
    }

    /// <summary>Says that some reference looks for its target while values are checked.</summary>
    public void UseDynamicScope() => _isDynamic = true;

    /// <summary>Says that some keyword asks what others have evaluated.</summary>
    public void TrackEvaluation() => _tracksEvaluation = true;

    private JsonSchema Compile(Value root, SchemaPlace place)
    {
        var node = NodeAt(root, place);
        do
        {
            while (_pending.TryDequeue(out var next))
            {
                next.Node.Keywords = KeywordFactory.Create(new(this, next.Schema, next.Place));
            }

            CompileDynamicTargets();
        }
        while (_pending.Count > 0);

        return new(node, place.Location, _tracksEvaluation, _documents.Unresolved);
    }

    private void CompileDynamicTargets()
    {
        foreach (var resource in _isDynamic ? [.. _documents.Resources] : Array.Empty<SchemaResource>())
        {
            foreach (var name in resource.DynamicAnchors.Keys.ToList())
            {
                resource.DynamicAnchors[name] ??= NodeAt(resource.Anchors[name].Schema, _documents.Find(resource.Anchors[name].Schema)!);
            }

            if (resource.IsRecursive)
            {
                resource.RecursiveRoot ??= NodeAt(resource.Root, _documents.Find(resource.Root)!);
            }
        }
    }

    private SchemaNode NodeAt(Value schema, SchemaPlace place)
    {
        if (schema.AsMap is not { } map)
        {
            return new(place.Location, place.Resource) { IsFalse = schema.Kind == GoKind.Bool && !schema.Boolean };
        }

        if (!_nodes.TryGetValue(map, out var node))
        {
            _nodes[map] = node = new(place.Location, place.Resource);
            _pending.Enqueue((node, map, place));
        }

        return node;
    }

    private SchemaNode FollowPointer(Value root, SchemaPlace place, string pointer, string reference)
    {
        var at = root;
        foreach (var escaped in pointer[1..].Split('/'))
        {
            var step = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.AsMap is { } map && map.TryGet(new(step), out var inner))
            {
                at = inner;
            }
            else if (at.AsList is { } list && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count)
            {
                at = list[index];
            }
            else
            {
                throw new SchemaException($"json-pointer in {GoQuote.Format(reference)} not found");
            }

            place = _documents.Find(at) ?? place with { Pointer = $"{place.Pointer}/{escaped}" };
        }

        return NodeAt(at, _documents.Find(at) ?? _documents.AddUnexpected(at, place));
    }

    private sealed class NoResolver : ISchemaResolver
    {
        public static NoResolver Instance { get; } = new();

        public SchemaSource Find(string url) => SchemaSource.Refused("no other schemas are known here");
    }
}
