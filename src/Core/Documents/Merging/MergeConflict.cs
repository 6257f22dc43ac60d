namespace SecretsKit.Core.Documents.Merging;

/// <summary>A place that both sides changed, each in its own way. Holds values, which may be secret.</summary>
public sealed class MergeConflict
{
    internal MergeConflict(string place, Node? @base, Node? ours, Node? theirs)
    {
        Place = place;
        Base = @base;
        Ours = ours;
        Theirs = theirs;
    }

    /// <summary>
    /// The place, unique within a merge: <c>["database"]["users"][2]</c>, with <c>document 2: </c> in
    /// front where a file holds several. A position counts in our list.
    /// </summary>
    public string Place { get; }

    /// <summary>
    /// What was there before, or null for nothing. Where several items of a list are in conflict these are lists of them.
    /// </summary>
    public Node? Base { get; }

    /// <summary>What our side has there, or null for nothing.</summary>
    public Node? Ours { get; }

    /// <summary>What their side has there, or null for nothing.</summary>
    public Node? Theirs { get; }

    /// <summary>What one side has there, or null for nothing.</summary>
    public Node? Of(MergeSide side) => side switch
    {
        MergeSide.Ours => Ours,
        MergeSide.Theirs => Theirs,
        _ => Base,
    };

    /// <summary>The place, never a value.</summary>
    public override string ToString() => $"MergeConflict({Place})";
}
