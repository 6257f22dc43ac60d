using System.Globalization;

namespace SecretsKit.Releases.Records.Listing;

/// <summary>How a label is compared.</summary>
public enum LabelOperator
{
    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    DoesNotExist,

    /// <summary>Its value is one of those named.</summary>
    In,

    /// <summary>It is not there, or its value is none of those named.</summary>
    NotIn,

    /// <summary>It is a number greater than the one named.</summary>
    GreaterThan,

    /// <summary>It is a number less than the one named.</summary>
    LessThan,
}

/// <summary>One condition of a selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">What it is compared with; empty for whether it is there.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether labels meet it.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var value = labels.GetValueOrDefault(Key);
        return Operator switch
        {
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            _ => Compare(value) is { } order && (Operator == LabelOperator.GreaterThan ? order > 0 : order < 0),
        };
    }

    private int? Compare(string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)
            ? number.CompareTo(bound)
            : null;
}
