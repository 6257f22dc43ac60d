using SecretsKit.Core.Data;

namespace SecretsKit.Cli.Helm.Diffs.Dyff;

/// <summary>What differs at one place of an object.</summary>
/// <param name="Place">The keys and elements on the way there; empty for the object itself, null for the order of the objects.</param>
/// <param name="Object">Which object, as the report names it; empty where that goes without saying.</param>
/// <param name="Details">How it differs.</param>
internal sealed record DyffDifference(IReadOnlyList<string>? Place, string Object, IReadOnlyList<DyffDetail> Details);

/// <summary>One way in which a place differs. It may hold secrets, so it is no record.</summary>
internal sealed class DyffDetail(DyffKind kind, Value from, Value to)
{
    /// <summary>Which way.</summary>
    public DyffKind Kind { get; } = kind;

    /// <summary>What is there; for additions nothing.</summary>
    public Value From { get; } = from;

    /// <summary>What will be there; for removals nothing.</summary>
    public Value To { get; } = to;

    /// <summary>Whether the values are whole objects.</summary>
    public bool IsDocument { get; init; }
}

/// <summary>Ways in which places differ.</summary>
internal enum DyffKind
{
    /// <summary>Entries of a map or a list are there more.</summary>
    Addition,

    /// <summary>Entries of a map or a list are there no more.</summary>
    Removal,

    /// <summary>A value is another one.</summary>
    Modification,

    /// <summary>The entries that both sides have are in another order.</summary>
    Order,
}
