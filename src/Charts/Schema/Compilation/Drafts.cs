using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The drafts by their addresses, and the vocabularies of each.</summary>
internal static class Drafts
{
    // The address of whatever release is the latest; many charts name it.
    private const string Latest = "json-schema.org/schema";

    private static readonly (Draft Draft, string Address)[] Addresses =
    [
        (Draft.V4, "json-schema.org/draft-04/schema"),
        (Draft.V6, "json-schema.org/draft-06/schema"),
        (Draft.V7, "json-schema.org/draft-07/schema"),
        (Draft.V2019, "json-schema.org/draft/2019-09/schema"),
        (Draft.V2020, "json-schema.org/draft/2020-12/schema"),
    ];

    private static readonly Dictionary<string, Vocabulary> Vocabularies2019 = new(StringComparer.Ordinal)
    {
        ["core"] = Vocabulary.Core,
        ["applicator"] = Vocabulary.Applicator,
        ["validation"] = Vocabulary.Validation,
        ["meta-data"] = Vocabulary.MetaData,
        ["format"] = Vocabulary.Format,
        ["content"] = Vocabulary.Content,
    };

    private static readonly Dictionary<string, Vocabulary> Vocabularies2020 = new(StringComparer.Ordinal)
    {
        ["core"] = Vocabulary.Core,
        ["applicator"] = Vocabulary.Applicator,
        ["unevaluated"] = Vocabulary.Unevaluated,
        ["validation"] = Vocabulary.Validation,
        ["meta-data"] = Vocabulary.MetaData,
        ["format-annotation"] = Vocabulary.FormatAnnotation,
        ["format-assertion"] = Vocabulary.FormatAssertion,
        ["content"] = Vocabulary.Content,
    };

    /// <summary>The draft that a <c>$schema</c> names; null if it names another schema. An empty fragment makes no difference.</summary>
    public static Draft? Find(string schema)
    {
        var (url, fragment) = SchemaReference.SplitRaw(schema);
        var address = url.StartsWith("http://", StringComparison.Ordinal) ? url["http://".Length..]
            : url.StartsWith("https://", StringComparison.Ordinal) ? url["https://".Length..]
            : url;
        return fragment.Length > 0 ? null
            : address == Latest ? Draft.V2020
            : Addresses.Where(known => known.Address == address).Select(known => (Draft?)known.Draft).FirstOrDefault();
    }

    /// <summary>The address of a draft's metaschema, without fragment.</summary>
    public static string Url(Draft draft) =>
        (draft <= Draft.V7 ? "http://" : "https://") + Array.Find(Addresses, known => known.Draft == draft).Address;

    /// <summary>The keyword that names a schema.</summary>
    public static string IdKeyword(Draft draft) => draft == Draft.V4 ? "id" : "$id";

    /// <summary>The vocabularies of a draft by the last part of their names; none before 2019-09.</summary>
    public static IReadOnlyDictionary<string, Vocabulary> Vocabularies(Draft draft) => draft switch
    {
        Draft.V2020 => Vocabularies2020,
        Draft.V2019 => Vocabularies2019,
        _ => new Dictionary<string, Vocabulary>(),
    };

    /// <summary>The vocabularies that a metaschema requires; null where it lists none.</summary>
    /// <param name="draft">Its draft.</param>
    /// <param name="url">Its address, for messages.</param>
    /// <param name="metaschema">The whole document.</param>
    /// <exception cref="SchemaException">It requires a vocabulary that is not of the draft.</exception>
    public static Vocabulary? Required(Draft draft, string url, Value metaschema)
    {
        if (draft < Draft.V2019 || metaschema.AsMap?[new ByteString("$vocabulary")].AsMap is not { } listed)
        {
            return null;
        }

        var prefix = Url(draft)[..^"schema".Length] + "vocab/";
        var required = Vocabulary.Core;
        foreach (var (key, isRequired) in listed.Entries)
        {
            if (isRequired is not { Kind: GoKind.Bool, Boolean: true })
            {
                continue;
            }

            var name = key.RevealText();
            var isKnown = name.StartsWith(prefix, StringComparison.Ordinal);
            required |= isKnown && Vocabularies(draft).TryGetValue(name[prefix.Length..], out var vocabulary)
                ? vocabulary
                : throw new SchemaException($"unsupported vocabulary {GoQuote.Format(name)} in {GoQuote.Format(url)}");
        }

        return required;
    }
}
