using System.Collections.Concurrent;
using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The published schemas of schemas, which are part of this assembly.</summary>
internal static class Metaschemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Compiled = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(Draft, Vocabulary), JsonSchema> Combined = new();

    /// <summary>
    /// What schemas of a dialect must fit: the metaschema of its draft or, where a metaschema lists vocabularies, what the draft says of
    /// these. Made once.
    /// </summary>
    public static JsonSchema Of(Dialect dialect) => dialect.Listed is { } listed
        ? Combined.GetOrAdd((dialect.Draft, listed), static key => Combine(key.Item1, key.Item2))
        : Of(Drafts.Url(dialect.Draft));

    /// <summary>Whether documents of this address need no check.</summary>
    public static bool IsTrusted(string url) =>
        url.StartsWith("http://json-schema.org/", StringComparison.Ordinal)
        || url.StartsWith("https://json-schema.org/", StringComparison.Ordinal);

    /// <summary>The text for a URL without fragment, or null if it is none of them.</summary>
    public static byte[]? Find(string url)
    {
        if (!IsTrusted(url))
        {
            return null;
        }

        const string Releases = "draft/";
        var path = url[(url.IndexOf("json-schema.org/", StringComparison.Ordinal) + "json-schema.org/".Length)..];
        return path == "schema" ? Find(Drafts.Url(Draft.V2020))
            : path.StartsWith(Releases, StringComparison.Ordinal)
                ? Load(path[Releases.Length..].Replace("/meta/", ".", StringComparison.Ordinal).Replace('/', '.'))
            : path.EndsWith("/schema", StringComparison.Ordinal) ? Load(path[..^"/schema".Length])
            : null;
    }

    private static JsonSchema Of(string url) => Compiled.GetOrAdd(url, static url => SchemaCompiler.CompileTrusted(Find(url)!, url));

    private static JsonSchema Combine(Draft draft, Vocabulary listed)
    {
        var folder = Drafts.Url(draft)[..^"schema".Length] + "meta/";
        var names = Drafts.Vocabularies(draft).Where(pair => listed.HasFlag(pair.Value)).Select(pair => pair.Key);
        var parts = names.Select(name => Of(folder + name).Root).ToArray();
        var root = new SchemaNode("urn:mem:metaschema", parts[0].Place.Resource) { Keywords = [new AllOfKeyword(parts)] };
        root.ResourceNode = root;
        if (draft == Draft.V2020)
        {
            root.DynamicAnchors = new Dictionary<string, SchemaNode>(StringComparer.Ordinal) { ["meta"] = root };
        }

        return new(root, tracksEvaluation: false, []);
    }

    private static byte[]? Load(string name)
    {
        using var stream = typeof(Metaschemas).Assembly.GetManifestResourceStream($"metaschemas/{name}.json");
        if (stream is null)
        {
            return null;
        }

        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
