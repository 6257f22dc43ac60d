using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>
/// One schema object as keywords are made from it. A keyword of the wrong shape reads as absent: a metaschema has complained where one
/// applies.
/// </summary>
internal sealed class KeywordSource(SchemaCompiler compiler, MapValue schema, SchemaPlace place)
{
    public SchemaCompiler Compiler { get; } = compiler;

    public SchemaPlace Place { get; } = place;

    public Dialect Dialect => Place.Resource.Dialect;

    public Draft Draft => Dialect.Draft;

    public bool AssertsFormat => Compiler.AssertsFormat || Dialect.AssertsFormat;

    public bool Has(Vocabulary vocabulary) => Dialect.Has(vocabulary);

    public bool TryGet(string keyword, out Value value) => schema.TryGet(new(keyword), out value);

    public bool IsTrue(string keyword) => Truth(keyword) == true;

    public bool? Truth(string keyword) => TryGet(keyword, out var value) && value.Kind == GoKind.Bool ? value.Boolean : null;

    public string? Text(string keyword) =>
        TryGet(keyword, out var value) && value.IsString ? System.Text.Encoding.UTF8.GetString(value.StringBytes) : null;

    public ExactNumber? Number(string keyword) =>
        TryGet(keyword, out var value) && JsonKind.Of(value) == JsonKinds.Number && ExactNumber.TryOf(value, out var number)
            ? number
            : null;

    /// <summary>A bound on a count.</summary>
    public ExactNumber? Count(string keyword) => Number(keyword) is { IsInteger: true } count ? ExactNumber.Of(count.ToInt64()) : null;

    public ByteString[]? Names(string keyword) => TryGet(keyword, out var value) ? Names(value) : null;

    public static ByteString[]? Names(Value value) => value.AsList is { } list
        ? [.. list.Items.ToArray().Where(item => item.IsString).Select(item => new ByteString(item.StringBytes.AsMemory()))]
        : null;

    /// <summary>The node of what a reference leads to, or null if there is no such keyword.</summary>
    /// <exception cref="SchemaException">It leads nowhere.</exception>
    public SchemaNode? Reference(string keyword) => Text(keyword) is { } reference ? Compiler.Resolve(Place, reference) : null;

    public SchemaNode? Schema(string keyword) => TryGet(keyword, out var value) && IsSchema(value) ? Compiler.Node(value, Place) : null;

    public SchemaNode[]? Schemas(string keyword) => TryGet(keyword, out var value) && value.AsList is { } list
        ? [.. list.Items.ToArray().Select(item => Compiler.Node(item, Place))]
        : null;

    public IEnumerable<(ByteString Name, Value Value, SchemaNode? Schema)> ByName(string keyword)
    {
        if (!TryGet(keyword, out var value) || value.AsMap is not { } map)
        {
            yield break;
        }

        foreach (var (name, inner) in map.Entries)
        {
            yield return (name, inner, IsSchema(inner) ? Compiler.Node(inner, Place) : null);
        }
    }

    /// <exception cref="SchemaException">The pattern is no RE2.</exception>
    public Re2 Pattern(string pattern, string keyword) => Re2.TryCompile(pattern, out var expression, out var error)
        ? expression
        : throw new SchemaException($"invalid regex {GoQuote.Format(pattern)} at {GoQuote.Format(Place.LocationOf(keyword))}: {error}");

    private static bool IsSchema(Value value) => value.AsMap is not null || value.Kind == GoKind.Bool;
}
