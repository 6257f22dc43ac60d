using System.Collections.Concurrent;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The published schemas of schemas, which are part of this assembly.</summary>
internal static class Metaschemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Compiled = new(StringComparer.Ordinal);

    /// <summary>The compiled metaschema of a standard dialect; made once, since it never changes.</summary>
    public static JsonSchema Of(Dialect dialect) =>
        Compiled.GetOrAdd(dialect.Metaschema, static url => SchemaCompiler.CompileTrusted(Find(url)!, url));

    /// <summary>The text for a URL without fragment, or null if it is none of them.</summary>
    public static byte[]? Find(string url)
    {
        const string Old = "json-schema.org/draft-0";
        const string New = "json-schema.org/draft/20";
        var isWeb = url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal);
        var rest = isWeb ? url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..] : "";
        return isWeb switch
        {
            true when rest.StartsWith(Old, StringComparison.Ordinal) => Load(rest["json-schema.org/".Length..].Replace("/schema", "", StringComparison.Ordinal)),
            true when rest.StartsWith(New, StringComparison.Ordinal) => Load(rest["json-schema.org/draft/".Length..].Replace("/meta/", ".", StringComparison.Ordinal).Replace('/', '.')),
            _ => null,
        };
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
