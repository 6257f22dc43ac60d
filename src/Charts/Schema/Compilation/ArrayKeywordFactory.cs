using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords that look at arrays.</summary>
internal static class ArrayKeywordFactory
{
    /// <summary>How many items, and whether two may be equal.</summary>
    public static IEnumerable<Keyword> Sizes(KeywordSource source)
    {
        foreach (var size in ValueKeywordFactory.Sizes(source, JsonKinds.Array, "minItems", "maxItems"))
        {
            yield return size;
        }

        if (source.Has(Vocabulary.Validation) && source.IsTrue("uniqueItems"))
        {
            yield return new UniqueItemsKeyword();
        }
    }

    public static ItemsKeyword? ItemsBefore2020(KeywordSource source)
    {
        if (source.Draft >= Draft.V2020 || !source.Has(Vocabulary.Applicator))
        {
            return null;
        }

        // Without a tuple additionalItems means nothing.
        return source.Schemas("items") is { } tuple
            ? new(tuple, source.Schema("additionalItems"), source.Truth("additionalItems") == false)
            : source.Schema("items") is { } all ? new([], all, refusesRest: false) : null;
    }

    public static ItemsKeyword? ItemsSince2020(KeywordSource source)
    {
        if (source.Draft < Draft.V2020 || !source.Has(Vocabulary.Applicator))
        {
            return null;
        }

        var (prefix, rest) = (source.Schemas("prefixItems"), source.Schema("items"));
        return prefix is null && rest is null ? null : new(prefix ?? [], rest, refusesRest: false);
    }

    public static ContainsKeyword? Contains(KeywordSource source)
    {
        if (source.Draft < Draft.V6 || !source.Has(Vocabulary.Applicator) || source.Schema("contains") is not { } schema)
        {
            return null;
        }

        var counts = source.Draft >= Draft.V2019 && source.Has(Vocabulary.Validation);
        return new(
            schema,
            counts ? source.Count("minContains") : null,
            counts ? source.Count("maxContains") : null,
            evaluates: source.Draft == Draft.V2020);
    }
}
