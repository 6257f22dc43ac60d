using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>Whether a field is wanted.</summary>
/// <param name="name">Its key.</param>
public delegate bool FieldFilter(ReadOnlySpan<byte> name);

/// <summary>How YAML of charts is read.</summary>
public sealed record KubernetesYamlOptions
{
    // A node takes some 250 bytes while it is read.
    private static DocumentLimits DefaultLimits { get; } = new() { MaxNodes = 2_000_000 };

    /// <summary>
    /// Numbers become float64, later duplicates win, failures name keys and anchors: for charts, whose text is no secret.
    /// </summary>
    public static KubernetesYamlOptions Chart { get; } = new();

    /// <summary>Whether integers stay integers (int64, uint64) instead of becoming float64, as they do in values. Default false.</summary>
    public bool KeepsIntegers { get; init; }

    /// <summary>
    /// Whether infinities and what is no number are read, for those who want their texts. Default false: a failure, since JSON has none.
    /// </summary>
    public bool KeepsInfinities { get; init; }

    /// <summary>Whether a key that is twice is a failure. Default false: the last wins.</summary>
    public bool RefusesDuplicates { get; init; }

    /// <summary>Whether failures may quote text of the document. Default true; false for decrypted files.</summary>
    public bool QuotesContent { get; init; } = true;

    /// <summary>
    /// Which fields of the outermost map are wanted; the others are read for failures only and are nil. Default null: all. Not with
    /// <see cref="RefusesDuplicates"/>.
    /// </summary>
    public FieldFilter? Wants { get; init; }

    /// <summary>
    /// Bounds on size, depth and number of nodes. Default those of documents, but 2,000,000 nodes: the values of the largest charts have
    /// some ten thousand.
    /// </summary>
    public DocumentLimits Limits { get; init; } = DefaultLimits;
}
