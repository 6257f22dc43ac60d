using SecretsKit.Charts.Schema.Keywords;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords that apply other schemas.</summary>
internal static class ApplicatorKeywords
{
    public static IEnumerable<Keyword?> Create(KeywordSource source)
    {
        yield return Properties(source);
        if (source.Draft >= Draft.V6 && source.Schema("propertyNames") is { } names)
        {
            yield return new PropertyNamesKeyword(names);
        }

        foreach (var dependency in Dependencies(source))
        {
            yield return dependency;
        }

        yield return Items(source);
        yield return Contains(source);
        yield return source.Schemas("allOf") is { } all ? new AllOfKeyword(all) : null;
        yield return source.Schemas("anyOf") is { } any ? new AnyOfKeyword(any) : null;
        yield return source.Schemas("oneOf") is { } one ? new OneOfKeyword(one) : null;
        yield return source.Schema("not") is { } not ? new NotKeyword(not) : null;
        if (source.Draft >= Draft.V7 && source.Schema("if") is { } condition)
        {
            yield return new ConditionKeyword(condition, source.Schema("then"), source.Schema("else"));
        }
    }

    private static PropertiesKeyword? Properties(KeywordSource source)
    {
        var declared = new Dictionary<ByteString, SchemaNode>();
        foreach (var (name, _, schema) in source.ByName("properties"))
        {
            if (schema is not null)
            {
                declared[name] = schema;
            }
        }

        var patterns = new List<(Re2, SchemaNode)>();
        foreach (var (name, _, schema) in source.ByName("patternProperties"))
        {
            var pattern = source.Pattern(name.RevealText(), "/patternProperties/" + SubschemaPositions.Escape(name));
            if (schema is not null)
            {
                patterns.Add((pattern, schema));
            }
        }

        var additional = source.Schema("additionalProperties");
        return declared.Count + patterns.Count > 0 || additional is not null ? new(declared, patterns, additional) : null;
    }

    private static IEnumerable<Keyword?> Dependencies(KeywordSource source)
    {
        foreach (var (name, value, schema) in source.ByName("dependencies"))
        {
            yield return schema is not null
                ? new DependentSchemaKeyword("dependencies", name, schema)
                : KeywordSource.Names(value) is { } needed ? new DependentRequiredKeyword("dependencies", name, needed) : null;
        }

        if (source.Draft < Draft.V2019)
        {
            yield break;
        }

        foreach (var (name, _, schema) in source.ByName("dependentSchemas"))
        {
            yield return schema is not null ? new DependentSchemaKeyword("dependentSchemas", name, schema) : null;
        }
    }

    private static ItemsKeyword? Items(KeywordSource source)
    {
        if (source.Draft == Draft.V2020)
        {
            var (prefix, rest) = (source.Schemas("prefixItems"), source.Schema("items"));
            return prefix is null && rest is null ? null : new(prefix ?? [], rest, "items");
        }

        // Without a tuple additionalItems means nothing.
        return source.Schemas("items") is { } tuple
            ? new(tuple, source.Schema("additionalItems"), "additionalItems")
            : source.Schema("items") is { } all ? new([], all, "items") : null;
    }

    private static ContainsKeyword? Contains(KeywordSource source)
    {
        if (source.Draft < Draft.V6 || source.Schema("contains") is not { } schema)
        {
            return null;
        }

        var counts = source.Draft >= Draft.V2019 && source.Has(Vocabulary.Validation);
        return new(
            schema,
            counts ? source.Number("minContains") : null,
            counts ? source.Number("maxContains") : null,
            evaluates: source.Draft == Draft.V2020);
    }
}
