using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Keywords;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords that look at objects.</summary>
internal static class ObjectKeywordFactory
{
    /// <summary>How many properties, and which ones.</summary>
    public static List<Keyword> Sizes(KeywordSource source)
    {
        List<Keyword> keywords = [.. ValueKeywordFactory.Sizes(source, JsonKinds.Object, "minProperties", "maxProperties")];
        if (source.Has(Vocabulary.Validation) && source.Names("required") is { Length: > 0 } required)
        {
            keywords.Add(new RequiredKeyword(required));
        }

        return keywords;
    }

    /// <exception cref="SchemaException">A pattern is no RE2.</exception>
    public static PropertiesKeyword? Properties(KeywordSource source)
    {
        if (!source.Has(Vocabulary.Applicator))
        {
            return null;
        }

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
            var pattern = source.Pattern(name.RevealText(), "patternProperties");
            if (schema is not null)
            {
                patterns.Add((pattern, schema));
            }
        }

        var additional = source.Schema("additionalProperties");
        var refusesOthers = source.Truth("additionalProperties") == false;
        return declared.Count + patterns.Count > 0 || additional is not null ? new(declared, patterns, additional, refusesOthers) : null;
    }

    public static List<Keyword> Dependencies(KeywordSource source)
    {
        var keywords = new List<Keyword>();
        foreach (var (name, value, schema) in source.Has(Vocabulary.Applicator) ? source.ByName("dependencies") : [])
        {
            if (schema is not null)
            {
                keywords.Add(new DependentSchemaKeyword(name, schema));
            }
            else if (KeywordSource.Names(value) is { } needed)
            {
                keywords.Add(new DependentRequiredKeyword("dependencies", name, needed));
            }
        }

        return keywords;
    }

    public static PropertyNamesKeyword? PropertyNames(KeywordSource source) =>
        source.Draft >= Draft.V6 && source.Has(Vocabulary.Applicator) && source.Schema("propertyNames") is { } names ? new(names) : null;

    /// <summary>What 2019-09 made of <c>dependencies</c>.</summary>
    public static List<Keyword> Dependents(KeywordSource source)
    {
        var keywords = new List<Keyword>();
        if (source.Draft < Draft.V2019)
        {
            return keywords;
        }

        foreach (var (name, _, schema) in source.Has(Vocabulary.Applicator) ? source.ByName("dependentSchemas") : [])
        {
            if (schema is not null)
            {
                keywords.Add(new DependentSchemaKeyword(name, schema));
            }
        }

        foreach (var (name, value, _) in source.Has(Vocabulary.Validation) ? source.ByName("dependentRequired") : [])
        {
            if (KeywordSource.Names(value) is { } needed)
            {
                keywords.Add(new DependentRequiredKeyword("dependentRequired", name, needed));
            }
        }

        return keywords;
    }
}
