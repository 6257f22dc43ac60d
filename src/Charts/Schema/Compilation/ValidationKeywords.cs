using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Charts.Schema.Formats;
using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords that look at a value alone.</summary>
internal static class ValidationKeywords
{
    private static readonly (string Keyword, JsonKinds Kind)[] Sizes =
    [
        ("minLength", JsonKinds.String),
        ("maxLength", JsonKinds.String),
        ("minItems", JsonKinds.Array),
        ("maxItems", JsonKinds.Array),
        ("minProperties", JsonKinds.Object),
        ("maxProperties", JsonKinds.Object),
    ];

    public static IEnumerable<Keyword?> Create(KeywordSource source)
    {
        yield return Type(source);
        if (source.TryGet("enum", out var allowed) && allowed.AsList is { } list)
        {
            yield return new AllowedKeyword(FindingKind.Enum, list.Items.ToArray());
        }

        if (source.Draft >= Draft.V6 && source.TryGet("const", out var only))
        {
            yield return new AllowedKeyword(FindingKind.Const, [only]);
        }

        foreach (var bound in Bounds(source))
        {
            yield return bound;
        }

        foreach (var (keyword, kind) in Sizes)
        {
            yield return source.Number(keyword) is { } size ? new SizeKeyword(keyword, kind, size) : null;
        }

        if (source.Text("pattern") is { } pattern)
        {
            yield return new PatternKeyword(source.Pattern(pattern, "/pattern"));
        }

        if (source.IsTrue("uniqueItems"))
        {
            yield return new UniqueItemsKeyword();
        }

        // In draft-04 the list stands in the same place; earlier drafts had a truth value.
        yield return source.Names("required") is { Length: > 0 } required ? new RequiredKeyword(required) : null;
        if (source.Draft >= Draft.V2019)
        {
            foreach (var (name, value, _) in source.ByName("dependentRequired"))
            {
                yield return KeywordSource.Names(value) is { } needed ? new DependentRequiredKeyword("dependentRequired", name, needed) : null;
            }
        }
    }

    /// <summary><c>format</c>; formats that nobody here knows accept everything.</summary>
    public static Keyword? Format(KeywordSource source) =>
        source.Text("format") is { } name && KnownFormats.Find(name) is { } check ? new FormatKeyword(name, check) : null;

    private static TypeKeyword? Type(KeywordSource source)
    {
        if (!source.TryGet("type", out var type))
        {
            return null;
        }

        var kinds = JsonKinds.None;
        foreach (var name in type.IsString ? [type] : type.AsList?.Items.ToArray() ?? [])
        {
            kinds |= name.IsString ? JsonKind.Parse(System.Text.Encoding.UTF8.GetString(name.StringBytes)) : JsonKinds.None;
        }

        return kinds == JsonKinds.None ? null : new(kinds);
    }

    private static IEnumerable<Keyword?> Bounds(KeywordSource source)
    {
        foreach (var (keyword, exclusive, sign) in new[] { ("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1) })
        {
            if (source.Number(keyword) is { } bound)
            {
                // In draft-04 a truth value beside the bound makes it exclusive.
                yield return source.Draft == Draft.V4 && source.IsTrue(exclusive)
                    ? new BoundKeyword(exclusive, bound, (got, want) => got.CompareTo(want) * sign > 0)
                    : new BoundKeyword(keyword, bound, (got, want) => got.CompareTo(want) * sign >= 0);
            }

            if (source.Draft > Draft.V4 && source.Number(exclusive) is { } strict)
            {
                yield return new BoundKeyword(exclusive, strict, (got, want) => got.CompareTo(want) * sign > 0);
            }
        }

        yield return source.Number("multipleOf") is { IsZero: false } divisor
            ? new BoundKeyword("multipleOf", divisor, static (got, want) => got.IsMultipleOf(want))
            : null;
    }
}
