using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Finds the schemas of a document that have URLs and anchors, and what their keywords mean.</summary>
/// <param name="documents">All documents; knows afterwards where each schema is.</param>
/// <param name="document">The one looked through.</param>
internal sealed class ResourceDiscovery(SchemaDocuments documents, SchemaDocument document)
{
    /// <summary>Looks through the whole document.</summary>
    /// <exception cref="SchemaException">A name is given twice, or a <c>$schema</c> cannot be read.</exception>
    public void Discover(Value root)
    {
        if (root.AsMap is null)
        {
            document.Add(new(document, SchemaPointer.Root, document.Url, root, documents.Rules.Default));
        }
        else
        {
            Discover(root, null, SchemaPointer.Root);
        }
    }

    /// <summary>Looks through a part that belongs to a resource.</summary>
    /// <inheritdoc cref="Discover(Value)"/>
    public void Discover(Value schema, SchemaPlace place) => Discover(schema, place.Resource, place.Pointer);

    private void Discover(Value schema, SchemaResource? outer, SchemaPointer pointer)
    {
        if (schema.AsMap is not { } map || documents.Find(map) is not null)
        {
            return;
        }

        var fallback = outer?.Dialect ?? documents.Rules.Default;
        var named = TryText(map, "$schema", out var name) ? DraftOf(schema, pointer, fallback.Draft) : fallback.Draft;
        var id = Id(map, named);
        if (id.Length == 0 && outer is not null)
        {
            // Only what has a URL of its own may be of another draft.
            (named, name) = (fallback.Draft, "");
            id = Id(map, named);
        }

        var resource = outer;
        if (id.Length > 0 || outer is null)
        {
            var url = id.Length > 0 ? Resolve(outer?.Url ?? document.Url, id, pointer) : document.Url;
            resource = new SchemaResource(document, pointer, url, schema, name.Length > 0 ? DialectOf(named, name) : fallback);
            document.Add(resource);
        }

        documents.TryPlace(map, new(resource!, pointer));
        AddAnchors(schema, map, resource!, pointer);
        foreach (var (keyword, inside, inner) in SubschemaPositions.In(map, named))
        {
            var at = pointer.At(keyword);
            Discover(inner, resource, inside is null ? at : at.At(inside));
        }
    }

    private string Resolve(string @base, string id, SchemaPointer pointer)
    {
        try
        {
            return SchemaReference.Resolve(@base, id).Url;
        }
        catch (SchemaException failure)
        {
            throw new SchemaException($"error in parsing id at {Quote(pointer)}", failure);
        }
    }

    // By the last document of a row of metaschemas, which names a release.
    private Draft DraftOf(Value schema, SchemaPointer pointer, Draft fallback)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (at, from) = (document.Url, Quote(pointer));
        var isRoot = pointer == SchemaPointer.Root;
        while (schema.AsMap is { } map && TryText(map, "$schema", out var name))
        {
            if (Drafts.Find(name) is { } draft)
            {
                return draft;
            }

            var (url, _) = SchemaReference.SplitRaw(name);
            if (!GoUrl.TryParse(Encoding.UTF8.GetBytes(url), out _, out var error))
            {
                throw new SchemaException($"invalid $schema in {from}: {error}");
            }

            if (isRoot && url == at)
            {
                throw new SchemaException($"draft {GoQuote.Format(url)} is not supported");
            }

            if (!seen.Add(url))
            {
                throw new SchemaException($"cycle in resolving $schema in {GoQuote.Format(url)}");
            }

            schema = documents.Read(url);
            (at, from, isRoot) = (url, GoQuote.Format(url + "#"), true);
        }

        return fallback;
    }

    private Dialect DialectOf(Draft draft, string name)
    {
        if (Drafts.Find(name) is not null)
        {
            return new(draft, null);
        }

        var (url, _) = SchemaReference.SplitRaw(name);
        return new(draft, Drafts.Required(draft, url, documents.Read(url)));
    }

    private void AddAnchors(Value schema, MapValue map, SchemaResource resource, SchemaPointer pointer)
    {
        var draft = resource.Dialect.Draft;
        if (draft <= Draft.V7)
        {
            var hasId = TryText(map, Drafts.IdKeyword(draft), out var id) && !map.Contains(new("$ref"));
            if (hasId && SchemaReference.AnchorOf(Fragment(id, pointer)) is { } own)
            {
                resource.Add(own, schema, pointer);
            }

            return;
        }

        if (TryText(map, "$anchor", out var anchor))
        {
            resource.Add(anchor, schema, pointer);
        }

        if (draft == Draft.V2020 && TryText(map, "$dynamicAnchor", out var dynamic))
        {
            resource.Add(dynamic, schema, pointer);
            resource.DynamicAnchors.Add(dynamic);
        }
    }

    private string Fragment(string id, SchemaPointer pointer)
    {
        try
        {
            return SchemaReference.Split(id).Fragment;
        }
        catch (SchemaException failure)
        {
            throw new SchemaException($"error in parsing anchor at {Quote(pointer)}", failure);
        }
    }

    // Without its fragment; beside a reference it means nothing up to draft-07.
    private static string Id(MapValue map, Draft draft)
    {
        var isReference = draft <= Draft.V7 && map.Contains(new("$ref"));
        return !isReference && TryText(map, Drafts.IdKeyword(draft), out var id) ? SchemaReference.SplitRaw(id).Url : "";
    }

    private string Quote(SchemaPointer pointer) => GoQuote.Format($"{document.Url}#{pointer.ToFragment()}");

    private static bool TryText(MapValue map, string name, out string text)
    {
        var isText = map.TryGet(new(name), out var value) && value.IsString;
        text = isText ? Encoding.UTF8.GetString(value.StringBytes) : "";
        return isText;
    }
}
