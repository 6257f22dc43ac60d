using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The documents that one compilation has read, the resources in them, and where each schema is.</summary>
/// <param name="resolver">Finds documents.</param>
/// <param name="rules">What schemas mean that do not say it.</param>
/// <param name="isTrusted">Whether nothing is checked against a metaschema: for metaschemas themselves.</param>
internal sealed class SchemaDocuments(ISchemaResolver resolver, SchemaRules rules, bool isTrusted)
{
    private readonly Dictionary<string, Value> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<MapValue, SchemaPlace> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _unresolved = [];

    /// <summary>What schemas mean that do not say it.</summary>
    public SchemaRules Rules { get; } = rules;

    /// <summary>Whether formats fail values whatever the draft says, as they do in metaschemas.</summary>
    public bool AssertsFormat => isTrusted;

    /// <summary>URLs that stand for schemas that accept all.</summary>
    public IReadOnlyList<string> Unresolved => _unresolved;

    /// <summary>Takes a document in.</summary>
    /// <returns>Where its root is.</returns>
    /// <exception cref="SchemaException">It is no schema.</exception>
    public SchemaPlace Add(string url, Value root)
    {
        _texts.TryAdd(url, root);
        var document = new SchemaDocument(url, root);
        new ResourceDiscovery(this, document).Discover(root);
        var place = new SchemaPlace(document.RootResource, SchemaPointer.Root);
        if (!Metaschemas.IsTrusted(url))
        {
            RequireValid(root, place);
        }

        _documents.Add(url, document);
        return place;
    }

    /// <summary>Where a schema object is, or null if it is not where schemas are expected.</summary>
    public SchemaPlace? Find(MapValue schema) => _places.GetValueOrDefault(schema);

    /// <summary>Remembers where a schema object is.</summary>
    /// <returns>False if that is known.</returns>
    public bool TryPlace(MapValue schema, SchemaPlace place) => _places.TryAdd(schema, place);

    /// <summary>The document of an absolute URL without fragment; read, if need be.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public SchemaDocument Open(string url) =>
        _documents.TryGetValue(url, out var document) ? document : Add(url, Read(url)).Resource.Document;

    /// <summary>The JSON behind an absolute URL without fragment.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public Value Read(string url)
    {
        if (_texts.TryGetValue(url, out var known))
        {
            return known;
        }

        if (_texts.Count >= SchemaLimits.MaxDocuments)
        {
            throw new SchemaException($"the schema refers to more than {SchemaLimits.MaxDocuments} documents");
        }

        var value = Metaschemas.Find(url) is { } own ? SchemaJson.Parse(own) : Fetch(url);
        _texts.Add(url, value);
        return value;
    }

    /// <summary>Takes in a schema that is where none is expected, such as under an unknown word that a pointer names.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="SchemaException">It is no schema.</exception>
    public SchemaPlace AddUnexpected(Value schema, SchemaPlace place)
    {
        new ResourceDiscovery(this, place.Resource.Document).Discover(schema, place);
        var found = schema.AsMap is { } map ? _places[map] : place;
        RequireValid(schema, found);
        return found;
    }

    private Value Fetch(string url)
    {
        var source = resolver.Find(url);
        if (source.Refusal is { } reason)
        {
            throw new SchemaException($"failing loading {GoQuote.Format(url)}: {reason}") { Cause = new MissingSchemaCause(url) };
        }

        if (source.Text is not { } text)
        {
            _unresolved.Add(url);
            return Value.True;
        }

        try
        {
            return SchemaJson.Parse(text);
        }
        catch (SchemaException failure)
        {
            throw new SchemaException($"failing loading {GoQuote.Format(url)}: {failure.Message}", failure)
            {
                Cause = new MissingSchemaCause(url),
            };
        }
    }

    private void RequireValid(Value schema, SchemaPlace place)
    {
        if (isTrusted)
        {
            return;
        }

        var inner = place.Resource.Document.InnerResources;

        // A schema with a URL of its own may be of another draft than the schema around it. The reference looks for it by the pointer from
        // what is checked, also where that is a part of the document.
        SchemaNode? MetaschemaAt(string pointer) =>
            inner.TryGetValue(pointer, out var resource) ? Metaschemas.Of(resource.Dialect).Root : null;
        if (Metaschemas.Of(place.Resource.Dialect).Check(schema, inner.Count > 0 ? MetaschemaAt : null) is { } finding)
        {
            throw new SchemaException(
                $"{GoQuote.Format(place.Location)} is not valid against metaschema: {FindingText.Message(finding, ValueQuoting.Shown)}\n"
                + FindingText.Lines(finding, ValueQuoting.Shown));
        }
    }
}
