namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Groups of keywords that a metaschema switches on, from 2019-09 on; earlier drafts have them all. Core is always on.</summary>
[Flags]
internal enum Vocabulary
{
    Core = 0,
    Applicator = 1,
    Unevaluated = 2,
    Validation = 4,
    FormatAssertion = 8,
    Standard = Applicator | Unevaluated | Validation,
}
