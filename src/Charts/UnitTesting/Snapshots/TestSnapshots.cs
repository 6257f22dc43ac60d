namespace SecretsKit.Charts.UnitTesting.Snapshots;

/// <summary>The snapshots of one test: each comparison has the next number.</summary>
/// <param name="suite">Where they are kept.</param>
/// <param name="test">The name of the test.</param>
internal sealed class TestSnapshots(SuiteSnapshots suite, string test)
{
    private int _index;

    /// <summary>Compares a text with the one of the same number.</summary>
    public SnapshotComparison Compare(string content) => suite.Compare(test, ++_index, content);
}

/// <summary>What came of a comparison.</summary>
/// <param name="Index">Its number in the test, from 1.</param>
/// <param name="IsSame">Whether the text is what is stored, or is stored from now on.</param>
/// <param name="Expected">What is stored.</param>
/// <param name="Actual">The text.</param>
internal readonly record struct SnapshotComparison(int Index, bool IsSame, string Expected, string Actual);
