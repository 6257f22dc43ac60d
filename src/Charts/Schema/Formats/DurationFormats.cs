using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>duration</c> and <c>period</c> by RFC 3339, appendix A.</summary>
internal static class DurationFormats
{
    public static string? Duration(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'P', ..])
        {
            return "must start with P";
        }

        text = text[1..];
        if (text.IsEmpty)
        {
            return "nothing after P";
        }

        if (text[^1] == 'W')
        {
            return text.Length == 1 ? "no number in week"
                : text[..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? "invalid week"
                : null;
        }

        var t = text.IndexOf((byte)'T');
        return Elements(t < 0 ? text : text[..t], "YMD") ?? (t < 0 ? null : TimeOf(text[(t + 1)..]));
    }

    /// <summary>Two times, or a time and a duration, with a slash between.</summary>
    public static string? Period(ReadOnlySpan<byte> text)
    {
        var slash = text.IndexOf((byte)'/');
        if (slash < 0)
        {
            return "missing slash";
        }

        var start = text[..slash];
        var end = text[(slash + 1)..];
        if (start is [(byte)'P', ..])
        {
            return Duration(start) is { } bad ? "invalid start duration: " + bad
                : DateFormats.DateTime(end) is { } badEnd ? "invalid end date-time: " + badEnd
                : null;
        }

        if (DateFormats.DateTime(start) is { } badStart)
        {
            return "invalid start date-time: " + badStart;
        }

        var isDuration = end is [(byte)'P', ..];
        var reason = isDuration ? Duration(end) : DateFormats.DateTime(end);
        return reason is null ? null : $"invalid end {(isDuration ? "duration" : "date-time")}: {reason}";
    }

    private static string? TimeOf(ReadOnlySpan<byte> text)
    {
        var t = text.IndexOf((byte)'T');
        var time = t < 0 ? text : text[..t];
        if (time.IsEmpty)
        {
            return "no time elements";
        }

        return Elements(time, "HMS") ?? (t < 0 ? null : text[(t + 1)..] is [] or [(byte)'T', ..] ? "no time elements" : "more than one T");
    }

    // Units in their order; any may be left out.
    private static string? Elements(ReadOnlySpan<byte> text, string units)
    {
        var next = 0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return digits == 0 ? "missing number" : "missing unit";
            }

            var unit = units.IndexOf((char)text[digits], StringComparison.Ordinal);
            if (unit < next)
            {
                var name = GoQuote.FormatRune(text[digits]);
                return unit < 0 ? $"invalid unit {name}" : $"unit {name} out of order";
            }

            next = unit + 1;
            text = text[(digits + 1)..];
        }

        return null;
    }
}
