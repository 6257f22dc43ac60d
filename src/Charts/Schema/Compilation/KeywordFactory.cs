using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords of a schema object, in the order in which they report; those that ask what others evaluated come last.</summary>
internal static class KeywordFactory
{
    /// <exception cref="SchemaException">A reference leads nowhere, or a pattern is none.</exception>
    public static Keyword[] Create(KeywordSource source)
    {
        var keywords = new List<Keyword?>();
        if (source.Text("$ref") is { } reference)
        {
            keywords.Add(new ReferenceKeyword("$ref", source.Compiler.Resolve(source.Place, reference).Node));
            if (source.Draft <= Draft.V7)
            {
                // Up to draft-07 a reference stands alone: its neighbours mean nothing.
                return [.. keywords.OfType<Keyword>()];
            }
        }

        keywords.Add(Dynamic(source));
        if (source.Has(Vocabulary.Validation))
        {
            keywords.AddRange(ValidationKeywords.Create(source));
        }

        if (source.Dialect.AssertsFormat)
        {
            keywords.Add(ValidationKeywords.Format(source));
        }

        if (source.Has(Vocabulary.Applicator))
        {
            keywords.AddRange(ApplicatorKeywords.Create(source));
        }

        if (source.Has(Vocabulary.Unevaluated) && source.Draft >= Draft.V2019)
        {
            keywords.AddRange(Unevaluated(source));
        }

        return [.. keywords.OfType<Keyword>()];
    }

    private static Keyword? Dynamic(KeywordSource source)
    {
        if (source.Draft == Draft.V2019 && source.Text("$recursiveRef") is { } recursive)
        {
            var (node, resource, _) = source.Compiler.Resolve(source.Place, recursive);
            source.Compiler.UseDynamicScope();
            return resource.IsRecursive ? new RecursiveReferenceKeyword(node) : new ReferenceKeyword("$recursiveRef", node);
        }

        if (source.Draft == Draft.V2020 && source.Text("$dynamicRef") is { } dynamic)
        {
            var (node, resource, anchor) = source.Compiler.Resolve(source.Place, dynamic);
            source.Compiler.UseDynamicScope();
            return resource.DynamicAnchors.ContainsKey(anchor) ? new DynamicReferenceKeyword(node, anchor) : new ReferenceKeyword("$dynamicRef", node);
        }

        return null;
    }

    private static IEnumerable<Keyword> Unevaluated(KeywordSource source)
    {
        if (source.Schema("unevaluatedItems") is { } items)
        {
            source.Compiler.TrackEvaluation();
            yield return new UnevaluatedItemsKeyword(items);
        }

        if (source.Schema("unevaluatedProperties") is { } properties)
        {
            source.Compiler.TrackEvaluation();
            yield return new UnevaluatedPropertiesKeyword(properties);
        }
    }
}
