namespace SecretsKit.Core.Data.Json;

/// <summary>Makes a value of a number's text, which is well formed; may throw.</summary>
public delegate Value JsonNumberReading(ReadOnlySpan<byte> digits);

/// <summary>How JSON is read.</summary>
public sealed record GoJsonReading
{
    /// <summary>As Go reads into an empty interface.</summary>
    public static GoJsonReading Default { get; } = new();

    /// <summary>How many lists and objects may be open at a time. Default 10,000, Go's own limit.</summary>
    public int MaxDepth { get; init; } = 10_000;

    /// <summary>Whether the text is read as a stream, whose early end is an <c>unexpected EOF</c> wherever it is. Default no.</summary>
    public bool IsStream { get; init; }

    /// <summary>What becomes of numbers; null, the default, makes a <c>float64</c> of each.</summary>
    public JsonNumberReading? Number { get; init; }
}
