namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>Which styles a scalar's text allows.</summary>
[Flags]
internal enum ScalarTraits : byte
{
    None = 0,

    /// <summary>There is a line break.</summary>
    Multiline = 1,

    /// <summary>Plain outside flow collections.</summary>
    Plain = 2,

    /// <summary>Single-quoted.</summary>
    SingleQuoted = 4,

    /// <summary>Literal and folded.</summary>
    Block = 8,
}
