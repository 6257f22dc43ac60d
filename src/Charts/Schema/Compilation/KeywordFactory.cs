using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords of a schema object, in the order in which they report; those that ask what others evaluated come last.</summary>
internal static class KeywordFactory
{
    /// <exception cref="SchemaException">A reference leads nowhere, or a pattern is none.</exception>
    public static void Fill(SchemaNode node, KeywordSource source)
    {
        var reference = source.Reference("$ref") is { } target ? new ReferenceKeyword("$ref", target) : null;
        if (reference is not null && source.Draft <= Draft.V7)
        {
            node.Gates = BesideReference(source);
            node.Keywords = [reference];
            return;
        }

        // Made in the order in which the reference implementation reads schemas, so that of several that fail the same one is reported.
        var logic = LogicKeywordFactory.Create(source);
        var items = ArrayKeywordFactory.ItemsBefore2020(source);
        var properties = ObjectKeywordFactory.Properties(source);
        var dependencies = ObjectKeywordFactory.Dependencies(source);
        node.Gates = Present([.. ValueKeywordFactory.Gates(source)]);
        var sizes = ObjectKeywordFactory.Sizes(source);
        var text = ValueKeywordFactory.OfTexts(source);
        var contains = ArrayKeywordFactory.Contains(source);
        var names = ObjectKeywordFactory.PropertyNames(source);
        var condition = LogicKeywordFactory.Condition(source);
        var recursive = Recursive(node, source);
        var dependents = ObjectKeywordFactory.Dependents(source);
        var unevaluated = Unevaluated(source);
        var dynamic = Dynamic(node, source);
        items ??= ArrayKeywordFactory.ItemsSince2020(source);
        node.Keywords = Present(
        [
            reference,
            .. sizes, .. dependencies, properties, names, .. dependents,
            .. ArrayKeywordFactory.Sizes(source), items, contains,
            .. text,
            .. ValueKeywordFactory.OfNumbers(source),
            recursive, dynamic, .. logic, condition, .. unevaluated,
        ]);
    }

    // Up to draft-07 a reference has no neighbours that count. The reference implementation keeps to that with the keywords of draft-04
    // only: the later ones it reads, and const it checks.
    private static Keyword[] BesideReference(KeywordSource source)
    {
        _ = ArrayKeywordFactory.Contains(source);
        _ = ObjectKeywordFactory.PropertyNames(source);
        var only = ValueKeywordFactory.Const(source);
        _ = LogicKeywordFactory.Condition(source);
        return Present([only]);
    }

    private static RecursiveReferenceKeyword? Recursive(SchemaNode node, KeywordSource source)
    {
        if (source.Draft < Draft.V2019)
        {
            return null;
        }

        node.IsRecursive = source.IsTrue("$recursiveAnchor");
        return source.Reference("$recursiveRef") is { } target ? new RecursiveReferenceKeyword(target) : null;
    }

    private static DynamicReferenceKeyword? Dynamic(SchemaNode node, KeywordSource source)
    {
        if (source.Draft < Draft.V2020)
        {
            return null;
        }

        node.DynamicAnchor = source.Text("$dynamicAnchor");
        return source.Reference("$dynamicRef") is { } target
            ? new DynamicReferenceKeyword(target, SchemaReference.AnchorOf(SchemaReference.Split(source.Text("$dynamicRef")!).Fragment))
            : null;
    }

    private static List<Keyword> Unevaluated(KeywordSource source)
    {
        var keywords = new List<Keyword>();
        if (source.Draft < Draft.V2019 || !source.Has(source.Draft == Draft.V2019 ? Vocabulary.Applicator : Vocabulary.Unevaluated))
        {
            return keywords;
        }

        var items = source.Schema("unevaluatedItems");
        if (source.Schema("unevaluatedProperties") is { } properties)
        {
            keywords.Add(new UnevaluatedPropertiesKeyword(properties));
        }

        if (items is not null)
        {
            keywords.Add(new UnevaluatedItemsKeyword(items));
        }

        if (keywords.Count > 0)
        {
            source.Compiler.TrackEvaluation();
        }

        return keywords;
    }

    private static Keyword[] Present(Keyword?[] keywords) => [.. keywords.OfType<Keyword>()];
}
