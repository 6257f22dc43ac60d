namespace SecretsKit.Core.Documents.Merging;

/// <summary>Which of the three trees of a merge.</summary>
public enum MergeSide
{
    /// <summary>The tree that is merged into.</summary>
    Ours,

    /// <summary>The tree that is merged.</summary>
    Theirs,

    /// <summary>The common ancestor of both.</summary>
    Base,
}
