namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>Groups of keywords that a metaschema switches on, from 2019-09 on; earlier drafts have them all.</summary>
[Flags]
internal enum Vocabulary
{
    None = 0,
    Core = 1,
    Applicator = 2,

    /// <summary>From 2020-12 on; in 2019-09 these keywords belong to <see cref="Applicator"/>.</summary>
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,

    /// <summary>Of 2019-09: <c>format</c> fails values.</summary>
    Format = 32,
    FormatAnnotation = 64,
    FormatAssertion = 128,
    Content = 256,
}
