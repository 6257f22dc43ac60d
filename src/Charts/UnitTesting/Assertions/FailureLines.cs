using System.Globalization;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>Why an assertion does not hold, as lines (spec chart-testing.md B4, "Failure text").</summary>
internal sealed class FailureLines
{
    private readonly List<string> _lines = [];

    /// <summary>What there is so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Says which document.</summary>
    public FailureLines Document(int index) => Line("DocumentIndex:\t" + index.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says which of a path's values.</summary>
    public FailureLines Hit(int index) => Line("ValuesIndex:\t" + index.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says which path.</summary>
    public FailureLines Path(string path) => Line("Path:\t" + path);

    /// <summary>A heading with a text below it.</summary>
    public FailureLines Section(string heading, string text)
    {
        _lines.Add(heading);
        _lines.AddRange(text.Split('\n').Select(line => "\t" + line));
        return this;
    }

    /// <summary>An error: the assertion could not be looked at.</summary>
    public FailureLines Error(string problem) => Section("Error:", problem);

    /// <summary>A line as it is.</summary>
    public FailureLines Line(string line)
    {
        _lines.Add(line);
        return this;
    }
}
