using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>
/// Turns schemas into nodes: one per schema object, made when something refers to it, filled from a queue so that no chain is too long.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaDocuments _documents;
    private readonly Dictionary<MapValue, SchemaNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Pending> _pending = new();
    private bool _tracksEvaluation;

    private SchemaCompiler(SchemaDocuments documents) => _documents = documents;

    /// <summary>Whether formats fail values whatever the draft says.</summary>
    public bool AssertsFormat => _documents.AssertsFormat;

    /// <summary>What schemas mean that do not say it.</summary>
    public SchemaRules Rules => _documents.Rules;

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="SchemaException">It cannot be used.</exception>
    public static JsonSchema Compile(Value root, string url, ISchemaResolver resolver, SchemaRules rules) =>
        Compile(root, url, new SchemaDocuments(resolver, rules, isTrusted: false));

    /// <summary>Compiles a metaschema of ours, which nothing needs to check.</summary>
    public static JsonSchema CompileTrusted(ReadOnlySpan<byte> text, string url) =>
        Compile(SchemaJson.Parse(text), url, new SchemaDocuments(NoResolver.Instance, SchemaRules.Values, isTrusted: true));

    /// <summary>The node of a schema inside another, or that is the root of its resource.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="place">Where it is, as far as is known.</param>
    public SchemaNode Node(Value schema, SchemaPlace place)
    {
        if (schema.AsMap is not { } map)
        {
            return OfTruth(schema, place);
        }

        if (!_nodes.TryGetValue(map, out var node))
        {
            _nodes[map] = node = new(_documents.Find(map) ?? place);
            _pending.Enqueue(new(node, schema, null));
        }

        return node;
    }

    /// <summary>What a reference leads to. A JSON pointer is followed when all that was met before is compiled.</summary>
    /// <exception cref="SchemaException">It leads nowhere.</exception>
    public SchemaNode Resolve(SchemaPlace from, string text)
    {
        var reference = SchemaReference.Resolve(from.Resource.Url, text);
        var document = from.Resource.Document;
        if (document.Find(reference.Url) is not { } resource)
        {
            document = _documents.Open(reference.Url);
            resource = document.RootResource;
        }

        if (reference.Anchor is not { } anchor)
        {
            return Follow(resource, reference.Fragment);
        }

        return resource.TryFind(anchor, out var found)
            ? Node(found.Schema, new(resource, found.Pointer))
            : throw new SchemaException(
                $"anchor in {GoQuote.Format((reference with { Url = resource.Url }).ToString())} not found"
                + $" in schema {GoQuote.Format(document.Url)}");
    }

    /// <summary>Says that some keyword asks what others have evaluated.</summary>
    public void TrackEvaluation() => _tracksEvaluation = true;

    private static JsonSchema Compile(Value root, string url, SchemaDocuments documents)
    {
        var compiler = new SchemaCompiler(documents);
        var node = compiler.Node(root, documents.Add(url, root));
        while (compiler._pending.TryDequeue(out var next))
        {
            compiler.Fill(next);
        }

        return new(node, compiler._tracksEvaluation, documents.Unresolved);
    }

    private void Fill(Pending next)
    {
        var (node, schema, failure) = next;
        if (failure is not null)
        {
            throw new SchemaException(failure);
        }

        var map = schema.AsMap;
        var place = node.Place = (map is null ? null : _documents.Find(map)) ?? _documents.AddUnexpected(schema, node.Place);
        node.ResourceNode = Node(place.Resource.Root, new(place.Resource, place.Resource.Pointer));
        if (map is null)
        {
            return;
        }

        if (place.Resource.Dialect.Draft == Draft.V2020 && ReferenceEquals(map, place.Resource.Root.AsMap))
        {
            node.DynamicAnchors = DynamicAnchors(place.Resource);
        }

        node.IsTrue = map.Count == 0;
        KeywordFactory.Fill(node, new(this, map, place));
    }

    private Dictionary<string, SchemaNode> DynamicAnchors(SchemaResource resource)
    {
        var anchors = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var name in resource.DynamicAnchors)
        {
            if (resource.TryFind(name, out var found))
            {
                anchors.Add(name, Node(found.Schema, new(resource, found.Pointer)));
            }
        }

        return anchors;
    }

    private SchemaNode Follow(SchemaResource resource, string pointer)
    {
        var place = new SchemaPlace(resource, resource.Pointer);
        if (SchemaPointer.Split(pointer) is not { } tokens)
        {
            return Failing(place, $"invalid json-pointer {GoQuote.Format(place.Location + SchemaPointer.ToFragment(pointer))}");
        }

        var at = resource.Root;
        var (around, depth) = (at.AsMap, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Step(at, tokens[i]) is not { } inner)
            {
                return Failing(place, $"json-pointer in {GoQuote.Format(place.Location + SchemaPointer.ToFragment(pointer))} not found");
            }

            at = inner;
            (around, depth) = at.AsMap is { } map && _documents.Find(map) is not null ? (map, i + 1) : (around, depth);
        }

        place = around is null ? place : _documents.Find(around)!;
        foreach (var token in tokens.Skip(depth))
        {
            place = place with { Pointer = place.Pointer.At(token) };
        }

        var node = Node(at, place);
        var isExpected = tokens.Count == 0
            || (around is not null && SubschemaPositions.Has(around, place.Resource.Dialect.Draft, [.. tokens.Skip(depth)]));
        if (at.AsMap is null && !isExpected)
        {
            _pending.Enqueue(new(node, at, null));
        }

        return node;
    }

    private static Value? Step(Value at, string token)
    {
        if (at.AsMap is { } map)
        {
            return map.TryGet(new(token), out var inner) ? inner : null;
        }

        var isNumber = GoNumber.Atoi(Encoding.UTF8.GetBytes(token), out var index) == GoNumberError.None;
        return isNumber && at.AsList is { } list && index >= 0 && index < list.Count ? list[(int)index] : null;
    }

    private static SchemaNode OfTruth(Value schema, SchemaPlace place)
    {
        var isFalse = schema.Kind == GoKind.Bool && !schema.Boolean;
        return new(place) { IsFalse = isFalse, IsTrue = !isFalse };
    }

    private SchemaNode Failing(SchemaPlace place, string failure)
    {
        var node = new SchemaNode(place);
        _pending.Enqueue(new(node, Value.True, failure));
        return node;
    }

    private readonly record struct Pending(SchemaNode Node, Value Schema, string? Failure);

    private sealed class NoResolver : ISchemaResolver
    {
        public static NoResolver Instance { get; } = new();

        public SchemaSource Find(string url) => SchemaSource.Refused("no other schemas are known here");
    }
}
