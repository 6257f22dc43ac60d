namespace SecretsKit.Core.Envelope.Values;

/// <summary>The type of an encrypted value, named by its <c>type:</c> field, which is not authenticated.</summary>
public enum ScalarType
{
    /// <summary><c>str</c>: the bytes as they are.</summary>
    String,

    /// <summary><c>int</c>: decimal.</summary>
    Int,

    /// <summary><c>float</c>: the shortest decimal without exponent.</summary>
    Float,

    /// <summary><c>bool</c>: <c>True</c> or <c>False</c>.</summary>
    Bool,

    /// <summary><c>time</c>: RFC 3339.</summary>
    Time,

    /// <summary><c>comment</c>: the text after the hash sign.</summary>
    Comment,

    /// <summary><c>bytes</c>: read only; the Python releases wrote it for binary files.</summary>
    Bytes,
}
