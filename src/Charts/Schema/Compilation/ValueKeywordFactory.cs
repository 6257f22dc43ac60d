using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords that look at a value as a whole, at texts and at numbers.</summary>
internal static class ValueKeywordFactory
{
    /// <summary><c>type</c>, <c>const</c>, <c>enum</c> and <c>format</c>: the first that fails is all that a schema reports.</summary>
    public static IEnumerable<Keyword?> Gates(KeywordSource source)
    {
        yield return Type(source);
        yield return Const(source);
        yield return source.Has(Vocabulary.Validation) && source.TryGet("enum", out var allowed) && allowed.AsList is { } list
            ? new AllowedKeyword(FindingKind.Enum, list.Items.ToArray())
            : null;

        // Formats that are not known accept everything.
        var format = source.AssertsFormat ? source.Text("format") : null;
        yield return format is not null && source.Compiler.Rules.Format(format) is { } check ? new FormatKeyword(format, check) : null;
    }

    public static AllowedKeyword? Const(KeywordSource source) =>
        source.Draft >= Draft.V6 && source.Has(Vocabulary.Validation) && source.TryGet("const", out var only)
            ? new(FindingKind.Const, [only])
            : null;

    /// <exception cref="SchemaException">The pattern is no RE2.</exception>
    public static List<Keyword> OfTexts(KeywordSource source)
    {
        var keywords = new List<Keyword>();
        if (!source.Has(Vocabulary.Validation))
        {
            return keywords;
        }

        keywords.AddRange(Sizes(source, JsonKinds.String, "minLength", "maxLength"));
        if (source.Text("pattern") is { } pattern)
        {
            keywords.Add(new PatternKeyword(source.Pattern(pattern, "pattern")));
        }

        return keywords;
    }

    public static IEnumerable<Keyword> OfNumbers(KeywordSource source)
    {
        if (!source.Has(Vocabulary.Validation))
        {
            return [];
        }

        var (minimum, exclusiveMinimum) = Bound(source, "minimum", "exclusiveMinimum", sign: 1);
        var (maximum, exclusiveMaximum) = Bound(source, "maximum", "exclusiveMaximum", sign: -1);
        var multiple = source.Number("multipleOf") is { IsZero: false } divisor
            ? new BoundKeyword("multipleOf", divisor, static (got, want) => got.IsMultipleOf(want))
            : null;
        return new[] { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multiple }.OfType<Keyword>();
    }

    /// <summary>Bounds on a size, the lower one first.</summary>
    public static IEnumerable<Keyword> Sizes(KeywordSource source, JsonKinds kind, string minimum, string maximum)
    {
        foreach (var keyword in source.Has(Vocabulary.Validation) ? new[] { minimum, maximum } : [])
        {
            if (source.Count(keyword) is { } size)
            {
                yield return new SizeKeyword(keyword, kind, size);
            }
        }
    }

    private static TypeKeyword? Type(KeywordSource source)
    {
        if (!source.Has(Vocabulary.Validation) || !source.TryGet("type", out var type))
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

    // In draft-04 a truth value beside the bound makes it exclusive.
    private static (Keyword? Inclusive, Keyword? Exclusive) Bound(KeywordSource source, string inclusive, string exclusive, int sign)
    {
        var isExclusive = source.IsTrue(exclusive);
        var (bound, strict) = isExclusive ? (null, source.Number(inclusive)) : (source.Number(inclusive), source.Number(exclusive));
        return (
            bound is { } least ? new BoundKeyword(inclusive, least, (got, want) => got.CompareTo(want) * sign >= 0) : null,
            strict is { } limit ? new BoundKeyword(exclusive, limit, (got, want) => got.CompareTo(want) * sign > 0) : null);
    }
}
