using System.Globalization;

namespace SecretsKit.Core.Text;

public readonly partial record struct Timestamp
{
    private int Format(Span<byte> text, bool withFraction)
    {
        var (date, second) = Clock();
        var at = 0;
        if (date.Year < 0)
        {
            text[at++] = (byte)'-';
        }

        _ = Math.Abs(date.Year).TryFormat(text[at..], out var digits, "D4", CultureInfo.InvariantCulture);
        at += digits;
        Append(text, ref at, '-', date.Month);
        Append(text, ref at, '-', date.Day);
        Append(text, ref at, 'T', second / 3600);
        Append(text, ref at, ':', second / 60 % 60);
        Append(text, ref at, ':', second % 60);
        if (withFraction && Nanoseconds != 0)
        {
            text[at++] = (byte)'.';
            _ = Nanoseconds.TryFormat(text[at..], out digits, "D9", CultureInfo.InvariantCulture);
            at += text.Slice(at, digits).TrimEnd((byte)'0').Length;
        }

        if (OffsetSeconds == 0)
        {
            text[at++] = (byte)'Z';
            return at;
        }

        // The seconds of an offset have no place in the format.
        var minutes = Math.Abs(OffsetSeconds / 60);
        Append(text, ref at, OffsetSeconds < 0 && minutes > 0 ? '-' : '+', minutes / 60);
        Append(text, ref at, ':', minutes % 60);
        return at;
    }

    private static void Append(Span<byte> text, ref int at, char separator, int value)
    {
        text[at++] = (byte)separator;
        text[at++] = (byte)('0' + (value / 10));
        text[at++] = (byte)('0' + (value % 10));
    }
}
