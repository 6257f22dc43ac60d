using System.Text;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>equal</c>: what a path finds is this value.</summary>
internal sealed class EqualAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    private readonly Value _expected = parameters.Any("value");
    private readonly bool _decodes = parameters.IsOn("decodeBase64");

    /// <inheritdoc/>
    protected override string Verb => "equal";

    /// <inheritdoc/>
    protected override string Expectation => Yaml(Equality.Expected(_expected));

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        if (_decodes && !Base64Values.TryDecode(ref value))
        {
            return Refuse(lines, Base64Values.Problem(subject.Masked(value)));
        }

        if (Equality.Holds(_expected, value) != isNegated)
        {
            return true;
        }

        lines.Path(Path);
        Equality.Explain(lines, subject.Masked(_expected), subject.Masked(value), isNegated);
        return false;
    }
}

/// <summary><c>equalRaw</c>: the text of a file that is no manifest.</summary>
internal sealed class EqualRawAssertion(AssertionParameters parameters) : Assertion
{
    private readonly Value _expected = parameters.Any("value");

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        var passes = subject.Documents.Count > 0 || subject.IsNegated;
        if (!passes)
        {
            lines.Section("Expected to equal:", ValueText.Yaml(_expected).TrimEnd('\n')).Section("Actual:", "no manifest found");
        }

        foreach (var document in subject.Documents)
        {
            var actual = RawText.Of(document);
            if (Equality.Holds(_expected, actual) == subject.IsNegated)
            {
                passes = false;
                Equality.Explain(lines, subject.Masked(_expected), subject.Masked(actual), subject.IsNegated);
            }
        }

        return new(passes, lines.Lines);
    }
}

/// <summary>
/// Equality as assertions mean it: in texts that were rendered, blanks before line breaks do not count, nor do line breaks at the start
/// of either.
/// </summary>
internal static class Equality
{
    /// <summary>Whether a value is the expected one.</summary>
    public static bool Holds(Value expected, Value actual) =>
        ValueEquality.AreEqual(expected, actual) || ValueEquality.AreEqual(Expected(expected), Actual(actual));

    /// <summary>An expected value as it is compared.</summary>
    public static Value Expected(Value value) => value.IsString ? Value.Of(value.StringBytes.AsSpan().TrimStart((byte)'\n')) : value;

    /// <summary>Says how they differ.</summary>
    public static void Explain(FailureLines lines, Value expected, Value actual, bool isNegated)
    {
        var wanted = ValueText.Yaml(Expected(expected));
        lines.Section(isNegated ? "Expected NOT to equal:" : "Expected to equal:", wanted.TrimEnd('\n'));
        if (!isNegated)
        {
            var found = ValueText.Yaml(Actual(actual));
            lines.Section("Actual:", found.TrimEnd('\n')).Section("Diff:", Differ.Unified(wanted, found));
        }
    }

    private static Value Actual(Value value)
    {
        if (!value.IsString)
        {
            return value;
        }

        var lines = Encoding.UTF8.GetString(value.StringBytes).Split('\n');
        for (var at = 0; at < lines.Length - 1; at++)
        {
            lines[at] = lines[at].TrimEnd(' ');
        }

        return Value.Of(string.Join('\n', lines).TrimStart('\n'));
    }
}
