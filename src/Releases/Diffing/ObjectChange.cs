namespace SecretsKit.Releases.Diffing;

/// <summary>What becomes of one object.</summary>
/// <param name="Kind">What.</param>
/// <param name="Old">The object as it is, as it is shown; null if there is none.</param>
/// <param name="Now">The object as it will be, as it is shown; null if there is none.</param>
/// <param name="Lines">All lines of both.</param>
public sealed record ObjectChange(ChangeKind Kind, DiffObject? Old, DiffObject? Now, IReadOnlyList<ComparedLine> Lines)
{
    /// <summary>The object by whose name it is shown: the old one, where there is one.</summary>
    public DiffObject Subject => Old ?? Now!;
}
