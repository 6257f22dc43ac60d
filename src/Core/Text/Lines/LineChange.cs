namespace SecretsKit.Core.Text.Lines;

/// <summary>A stretch of lines that another stretch replaces. Positions count from 0; one of the counts may be 0, not both.</summary>
/// <param name="OldStart">Where it begins in the old text.</param>
/// <param name="OldCount">How many lines went.</param>
/// <param name="NewStart">Where its replacement begins in the new text.</param>
/// <param name="NewCount">How many lines came.</param>
public readonly record struct LineChange(int OldStart, int OldCount, int NewStart, int NewCount)
{
    /// <summary>The first old line behind it.</summary>
    public int OldEnd => OldStart + OldCount;

    /// <summary>The first new line behind it.</summary>
    public int NewEnd => NewStart + NewCount;
}
