using SecretsKit.Charts.Schema.Keywords;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The keywords that combine schemas.</summary>
internal static class LogicKeywordFactory
{
    /// <summary><c>not</c>, <c>allOf</c>, <c>anyOf</c> and <c>oneOf</c>.</summary>
    public static Keyword[] Create(KeywordSource source)
    {
        if (!source.Has(Vocabulary.Applicator))
        {
            return [];
        }

        Keyword? all = source.Schemas("allOf") is { Length: > 0 } schemas ? new AllOfKeyword(schemas) : null;
        Keyword? any = source.Schemas("anyOf") is { Length: > 0 } choices ? new AnyOfKeyword(choices) : null;
        Keyword? one = source.Schemas("oneOf") is { Length: > 0 } cases ? new OneOfKeyword(cases) : null;
        Keyword? not = source.Schema("not") is { } forbidden ? new NotKeyword(forbidden) : null;
        return [.. new[] { not, all, any, one }.OfType<Keyword>()];
    }

    /// <summary><c>if</c>, <c>then</c> and <c>else</c>; of a condition that is known, only the branch that counts is read.</summary>
    public static ConditionKeyword? Condition(KeywordSource source)
    {
        if (source.Draft < Draft.V7 || !source.Has(Vocabulary.Applicator) || source.Schema("if") is not { } condition)
        {
            return null;
        }

        var known = source.Truth("if");
        return new(condition, known == false ? null : source.Schema("then"), known == true ? null : source.Schema("else"));
    }
}
