namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>What keywords mean in a schema: its draft, and what its metaschema switches on.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Metaschema">The URL that <c>$schema</c> names.</param>
/// <param name="Vocabularies">What is on.</param>
internal sealed record Dialect(Draft Draft, string Metaschema, Vocabulary Vocabularies)
{
    // The address of whatever release is the latest; many charts name it.
    private const string Latest = "//json-schema.org/schema";

    private static readonly Dialect[] Standards =
    [
        new(Draft.V4, "http://json-schema.org/draft-04/schema", Vocabulary.Standard),
        new(Draft.V6, "http://json-schema.org/draft-06/schema", Vocabulary.Standard),
        new(Draft.V7, "http://json-schema.org/draft-07/schema", Vocabulary.Standard),
        new(Draft.V2019, "https://json-schema.org/draft/2019-09/schema", Vocabulary.Standard),
        new(Draft.V2020, "https://json-schema.org/draft/2020-12/schema", Vocabulary.Standard),
    ];

    /// <summary>What holds where no <c>$schema</c> stands.</summary>
    public static Dialect Default => Standards[^1];

    /// <summary>Whether <c>format</c> fails values: Helm's validator does so up to draft-07 (spec helm.md 2.6).</summary>
    public bool AssertsFormat => Draft <= Draft.V7 || Vocabularies.HasFlag(Vocabulary.FormatAssertion);

    /// <summary>The keyword that names a schema.</summary>
    public string IdKeyword => Draft == Draft.V4 ? "id" : "$id";

    /// <summary>The dialect that a URL without fragment stands for, http or https; null if it is no release.</summary>
    public static Dialect? Standard(string url)
    {
        if (!url.StartsWith("http:", StringComparison.Ordinal) && !url.StartsWith("https:", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = AfterScheme(url);
        return rest == Latest ? Default : Array.Find(Standards, dialect => AfterScheme(dialect.Metaschema) == rest);
    }

    private static string AfterScheme(string url) => url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
