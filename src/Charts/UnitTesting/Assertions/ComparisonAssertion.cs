using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>greaterOrEqual</c> and <c>lessOrEqual</c>: between values of one type.</summary>
/// <param name="parameters">Of the suite.</param>
/// <param name="isGreater">Which of them.</param>
internal sealed class ComparisonAssertion(AssertionParameters parameters, bool isGreater) : PathAssertion(parameters)
{
    private readonly Value _expected = parameters.Any("value");

    /// <inheritdoc/>
    protected override string Verb => $"be {Word} then or equal to, got";

    /// <inheritdoc/>
    protected override string Expectation => Yaml(_expected);

    /// <inheritdoc/>
    protected override string ShownPath => $"'{Path}'";

    private string Word => isGreater ? "greater" : "less";

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject) =>
        isGreater && subject.IsNegated ? Verdict.Pass : base.Check(subject); // The reference's negation of greaterOrEqual always holds.

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        if (ValueText.TypeName(value) is var type && ValueText.TypeName(_expected) is var wanted && type != wanted)
        {
            return Refuse(lines, $"actual '{type}' and expected '{wanted}' types do not match");
        }

        if (Order(value, _expected) is not { } order)
        {
            return Refuse(lines, $"unsupported type '{type}'");
        }

        if ((isGreater ? order >= 0 : order <= 0) != isNegated)
        {
            return true;
        }

        lines.Path(Path).Section(
            Heading(isNegated),
            $"the actual '{ValueText.Plain(subject.Masked(value))}' is not {Word} or equal to the expected "
                + $"'{ValueText.Plain(_expected)}'");
        return false;
    }

    private static int? Order(Value one, Value other) => one.Kind switch
    {
        GoKind.Int => one.Bits.CompareTo(other.Bits),
        GoKind.Uint64 => ((ulong)one.Bits).CompareTo((ulong)other.Bits),
        GoKind.Float64 => one.Float64.CompareTo(other.Float64),
        GoKind.String => one.StringBytes.AsSpan().SequenceCompareTo(other.StringBytes),
        _ => null,
    };
}
