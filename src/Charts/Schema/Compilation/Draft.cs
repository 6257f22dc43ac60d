namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The releases of JSON Schema, oldest first.</summary>
internal enum Draft
{
    /// <summary>draft-04.</summary>
    V4,

    /// <summary>draft-06.</summary>
    V6,

    /// <summary>draft-07.</summary>
    V7,

    /// <summary>2019-09.</summary>
    V2019,

    /// <summary>2020-12.</summary>
    V2020,
}
