using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Reads <c>$vocabulary</c> of metaschemas.</summary>
internal static class Vocabularies
{
    private static readonly string[] Notes = ["core", "meta-data", "format", "format-annotation", "content"];

    /// <summary>What a metaschema switches on; all of it where it does not say.</summary>
    /// <exception cref="SchemaException">It needs a vocabulary that nobody here knows.</exception>
    public static Vocabulary Of(SchemaResource metaschema)
    {
        var draft = metaschema.Dialect.Draft;
        if (draft < Draft.V2019 || metaschema.Root.AsMap?[new ByteString("$vocabulary")].AsMap is not { } named)
        {
            return Vocabulary.Standard;
        }

        var prefix = draft == Draft.V2019 ? "https://json-schema.org/draft/2019-09/vocab/" : "https://json-schema.org/draft/2020-12/vocab/";
        var all = Vocabulary.Core;
        foreach (var (key, isRequired) in named.Entries)
        {
            var url = key.RevealText();
            switch (url.StartsWith(prefix, StringComparison.Ordinal) ? url[prefix.Length..] : "")
            {
                case "applicator":
                    all |= draft == Draft.V2019 ? Vocabulary.Applicator | Vocabulary.Unevaluated : Vocabulary.Applicator;
                    break;
                case "unevaluated":
                    all |= Vocabulary.Unevaluated;
                    break;
                case "validation":
                    all |= Vocabulary.Validation;
                    break;
                case "format-assertion":
                    all |= Vocabulary.FormatAssertion;
                    break;
                case var name when !Notes.Contains(name) && isRequired.Boolean:
                    throw new SchemaException($"unsupported vocabulary {GoQuote.Format(url)} in {GoQuote.Format(metaschema.Url)}");
            }
        }

        return all;
    }
}
