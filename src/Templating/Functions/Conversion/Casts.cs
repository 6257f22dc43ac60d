using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Conversion;

/// <summary>Any value as a number; what is none counts as 0 (spec sprig.md 1.2 and 1.3).</summary>
internal static class Casts
{
    /// <summary>As an integer of 64 bits.</summary>
    public static long ToInt64(Value value) => value.Kind switch
    {
        GoKind.String => Parse(value.StringBytes),
        GoKind.Float32 or GoKind.Float64 when IsPlain(value) => Truncate(value.Float64),
        >= GoKind.Bool and <= GoKind.Uint64 when IsPlain(value) => value.Bits,
        GoKind.Int when value.AsObject is { } named => named.Underlying.Bits,
        _ => 0,
    };

    /// <summary>As a double.</summary>
    public static double ToFloat64(Value value)
    {
        switch (value.Kind)
        {
            case GoKind.String:
                return GoNumber.ParseFloat(value.StringBytes, out var number) == GoNumberError.None ? number : 0;
            case GoKind.Float32 or GoKind.Float64 when IsPlain(value):
                return value.Float64;
            case >= GoKind.Uint and <= GoKind.Uint64 when IsPlain(value):
                return (ulong)value.Bits;
            case >= GoKind.Bool and <= GoKind.Int64 when IsPlain(value):
                return value.Bits;
            case GoKind.Int when value.AsObject is { } named:
                return named.Underlying.Bits;
            default:
                return 0;
        }
    }

    /// <summary>Go's conversion of a double on amd64: what does not fit is the smallest integer.</summary>
    public static long Truncate(double value) => value is >= -9223372036854775808.0 and < 9223372036854775808.0
        ? (long)value
        : long.MinValue;

    // A named type, a duration for one, is not the type that Go's cast knows. Only months and weekdays are, and they are of kind int.
    private static bool IsPlain(Value value) => value.AsObject is null;

    private static long Parse(ReadOnlySpan<byte> text) =>
        GoNumber.ParseInt(WithoutZeroFraction(text), 0, out var number) == GoNumberError.None ? number : 0;

    private static ReadOnlySpan<byte> WithoutZeroFraction(ReadOnlySpan<byte> text)
    {
        var front = text.TrimEnd((byte)'0');
        return front.Length < text.Length && front is [.., (byte)'.'] ? front[..^1] : text;
    }
}
