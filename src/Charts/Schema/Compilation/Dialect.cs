namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>What keywords mean in a schema: its draft, and what its metaschema switches on.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Listed">The vocabularies that a metaschema of one's own requires; null where it lists none.</param>
internal sealed record Dialect(Draft Draft, Vocabulary? Listed)
{
    /// <summary>Whether <c>format</c> fails values: up to draft-07, and where a metaschema asks for it (spec helm.md 2.6).</summary>
    public bool AssertsFormat => Draft switch
    {
        <= Draft.V7 => true,
        Draft.V2019 => Has(Vocabulary.Format),
        _ => Has(Vocabulary.FormatAssertion),
    };

    /// <summary>Whether keywords of a vocabulary count; before 2019-09 all do.</summary>
    public bool Has(Vocabulary vocabulary) =>
        Draft <= Draft.V7 || (Listed ?? (Vocabulary.Applicator | Vocabulary.Unevaluated | Vocabulary.Validation)).HasFlag(vocabulary);
}
