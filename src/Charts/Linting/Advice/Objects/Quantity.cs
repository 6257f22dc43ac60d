using System.Globalization;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>An amount of a resource as Kubernetes writes it: <c>500m</c>, <c>512Mi</c>, <c>1e3</c>.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Amount">In whole cores or bytes.</param>
/// <param name="Suffix">The unit, empty for none.</param>
public readonly record struct Quantity(string Text, double Amount, string Suffix)
{
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        [""] = 1, ["n"] = 1e-9, ["u"] = 1e-6, ["m"] = 1e-3, ["k"] = 1e3, ["M"] = 1e6, ["G"] = 1e9, ["T"] = 1e12, ["P"] = 1e15, ["E"] = 1e18,
        ["Ki"] = 1L << 10, ["Mi"] = 1L << 20, ["Gi"] = 1L << 30, ["Ti"] = 1L << 40, ["Pi"] = 1L << 50, ["Ei"] = 1L << 60,
    };

    /// <summary>Whether the unit is a power of two.</summary>
    public bool IsBinary => Suffix.EndsWith('i');

    /// <summary>Reads one.</summary>
    /// <returns>Null for what is none.</returns>
    public static Quantity? Parse(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        end += end < text.Length && text[end] == '.' ? 1 : 0;
        return Units.TryGetValue(text[end..], out var unit)
            && double.TryParse(
                text.AsSpan(0, end),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var number)
            ? new(text, number * unit, text[end..])
            : null;
    }
}
