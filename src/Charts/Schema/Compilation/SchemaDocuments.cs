using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The documents that one compilation has read, the resources in them, and where each schema stands.</summary>
/// <param name="resolver">Finds documents.</param>
/// <param name="isTrusted">Whether nothing is checked against a metaschema: for metaschemas themselves.</param>
internal sealed class SchemaDocuments(ISchemaResolver resolver, bool isTrusted)
{
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<MapValue, SchemaPlace> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Dialect> _dialects = new(StringComparer.Ordinal);
    private readonly List<string> _unresolved = [];
    private int _count;

    /// <summary>All resources so far.</summary>
    public IReadOnlyCollection<SchemaResource> Resources => _resources.Values;

    /// <summary>URLs that stand for schemas that accept all.</summary>
    public IReadOnlyList<string> Unresolved => _unresolved;

    /// <summary>Takes a document in.</summary>
    /// <returns>Where its root stands.</returns>
    /// <exception cref="SchemaException">It is no schema.</exception>
    public SchemaPlace Add(string url, Value root, bool isTrustedText)
    {
        if (++_count > SchemaLimits.MaxDocuments)
        {
            throw new SchemaException($"the schema refers to more than {SchemaLimits.MaxDocuments} documents");
        }

        var dialect = DialectOf(root, Dialect.Default);
        if (!isTrusted && !isTrustedText)
        {
            RequireValid(dialect, root, url + "#");
        }

        var resource = new SchemaResource(url, root, dialect);
        _resources.TryAdd(url, resource);
        var place = new SchemaPlace(resource, url, "");
        Discover(root, place, isRoot: true);
        return root.AsMap is { } map ? _places[map] : place;
    }

    /// <summary>Where a schema object stands, or null if nobody has come upon it.</summary>
    public SchemaPlace? Find(Value schema) => schema.AsMap is { } map ? _places.GetValueOrDefault(map) : null;

    /// <summary>The resource of an absolute URL without fragment; read, if need be.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public SchemaResource Open(string url)
    {
        if (_resources.TryGetValue(url, out var resource))
        {
            return resource;
        }

        if (Metaschemas.Find(url) is { } own)
        {
            return Add(url, SchemaJson.Parse(own), isTrustedText: true).Resource;
        }

        var source = resolver.Find(url);
        if (source.Refusal is { } reason)
        {
            throw new SchemaException($"failing loading {GoQuote.Format(url)}: {reason}");
        }

        if (source.Text is null)
        {
            _unresolved.Add(url);
        }

        Add(url, source.Text is { } text ? Parse(url, text) : Value.True, isTrustedText: false);
        return _resources[url];
    }

    private static Value Parse(string url, byte[] text)
    {
        try
        {
            return SchemaJson.Parse(text);
        }
        catch (SchemaException failure)
        {
            throw new SchemaException($"failing loading {GoQuote.Format(url)}: {failure.Message}", failure);
        }
    }

    /// <summary>Takes in a schema that stands where none is expected, such as under an unknown word that a pointer names.</summary>
    /// <exception cref="SchemaException">It is no schema.</exception>
    public SchemaPlace AddUnexpected(Value schema, SchemaPlace place)
    {
        if (!isTrusted)
        {
            RequireValid(place.Resource.Dialect, schema, place.Location);
        }

        Discover(schema, place, isRoot: false);
        return Find(schema) ?? place;
    }

    private void Discover(Value schema, SchemaPlace place, bool isRoot)
    {
        if (schema.AsMap is not { } map || _places.ContainsKey(map))
        {
            return;
        }

        var dialect = isRoot ? place.Resource.Dialect : DialectOf(schema, place.Resource.Dialect);
        place = Identify(schema, map, place, dialect, isRoot);
        _places[map] = place;
        AddAnchors(schema, map, place);
        foreach (var (pointer, inner) in SubschemaPositions.In(map, place.Resource.Dialect.Draft))
        {
            Discover(inner, place with { Pointer = place.Pointer + pointer }, isRoot: false);
        }
    }

    private SchemaPlace Identify(Value schema, MapValue map, SchemaPlace place, Dialect dialect, bool isRoot)
    {
        if (!TryText(map, dialect.IdKeyword, out var id) || (dialect.Draft <= Draft.V7 && map.Contains(new("$ref"))))
        {
            return place;
        }

        var (url, fragment) = SchemaUrl.SplitFragment(SchemaUrl.Resolve(place.Resource.Url, id));
        if (id.StartsWith('#') || (dialect.Draft > Draft.V7 && fragment.Length > 0))
        {
            return place;
        }

        if (url != place.Resource.Url)
        {
            var resource = new SchemaResource(url, schema, dialect);
            if (!_resources.TryAdd(url, resource))
            {
                throw new SchemaException($"duplicate id {GoQuote.Format(url)} in {GoQuote.Format(place.Location)}");
            }

            place = place with { Resource = resource };
            if (isRoot)
            {
                // The document is known by the URL it was read from as well.
                _resources[place.Document] = resource;
            }
        }

        return place;
    }

    private static void AddAnchors(Value schema, MapValue map, SchemaPlace place)
    {
        var resource = place.Resource;
        var draft = resource.Dialect.Draft;
        if (draft <= Draft.V7)
        {
            if (TryText(map, resource.Dialect.IdKeyword, out var id) && !map.Contains(new("$ref")) && SchemaUrl.SplitFragment(id).Fragment is { Length: > 0 } fragment)
            {
                resource.Anchors.TryAdd(fragment, (schema, place.Pointer));
            }

            return;
        }

        if (TryText(map, "$anchor", out var anchor))
        {
            resource.Anchors.TryAdd(anchor, (schema, place.Pointer));
        }

        if (draft == Draft.V2020 && TryText(map, "$dynamicAnchor", out var dynamic))
        {
            resource.Anchors.TryAdd(dynamic, (schema, place.Pointer));
            resource.DynamicAnchors.TryAdd(dynamic, null);
        }

        if (draft == Draft.V2019 && ReferenceEquals(resource.Root.AsMap, map) && map[new("$recursiveAnchor")] is { Kind: GoKind.Bool, Boolean: true })
        {
            resource.IsRecursive = true;
        }
    }

    private Dialect DialectOf(Value schema, Dialect outer)
    {
        if (schema.AsMap is not { } map || !TryText(map, "$schema", out var name))
        {
            return outer;
        }

        var url = SchemaUrl.SplitFragment(name).Url;
        if (Dialect.Standard(url) is { } standard)
        {
            return standard;
        }

        if (!_dialects.TryGetValue(url, out var dialect))
        {
            // A metaschema that describes itself would never end here.
            _dialects[url] = Dialect.Default with { Metaschema = url };
            var metaschema = Open(url);
            _dialects[url] = dialect = metaschema.Dialect with { Metaschema = url, Vocabularies = Vocabularies.Of(metaschema) };
        }

        return dialect;
    }

    private void RequireValid(Dialect dialect, Value schema, string location)
    {
        var metaschema = Dialect.Standard(dialect.Metaschema) is { } standard
            ? Metaschemas.Of(standard)
            : SchemaCompiler.CompileLoaded(new SchemaDocuments(resolver, isTrusted: true), dialect.Metaschema);
        if (metaschema.Check(schema) is { } finding)
        {
            throw new SchemaException($"{GoQuote.Format(location)} is not valid against metaschema: {FindingText.Message(finding, ValueQuoting.Shown)}\n{FindingText.Lines(finding, ValueQuoting.Shown)}");
        }
    }

    private static bool TryText(MapValue map, string name, out string text)
    {
        var isText = map.TryGet(new(name), out var value) && value.IsString;
        text = isText ? System.Text.Encoding.UTF8.GetString(value.StringBytes) : "";
        return isText;
    }
}
