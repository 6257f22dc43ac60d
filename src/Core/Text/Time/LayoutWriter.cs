using System.Buffers;
using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text.Time;

/// <summary>Writes one time in layouts.</summary>
internal readonly struct LayoutWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly Timestamp _moment;
    private readonly string _abbreviation;
    private readonly CivilDate _date;
    private readonly int _hour;
    private readonly int _minute;
    private readonly int _second;

    public LayoutWriter(IBufferWriter<byte> output, Timestamp moment, string abbreviation)
    {
        (_output, _moment, _abbreviation) = (output, moment, abbreviation);
        (_date, var second) = moment.Clock();
        (_hour, _minute, _second) = (second / 3600, second / 60 % 60, second % 60);
    }

    public void Write(ReadOnlySpan<byte> layout)
    {
        var reader = new LayoutReader(layout);
        do
        {
            reader.Next();
            _output.Write(reader.Literal);
            Write(reader.Part, reader.Text);
        }
        while (reader.Part != LayoutPart.End);
    }

    private void Write(LayoutPart part, ReadOnlySpan<byte> text)
    {
        switch (part)
        {
            case LayoutPart.January:
                Text(CalendarNames.Months[_date.Month - 1]);
                break;
            case LayoutPart.Jan:
                Text(CalendarNames.Months[_date.Month - 1][..3]);
                break;
            case LayoutPart.Monday:
                Text(CalendarNames.Days[(int)_date.DayOfWeek]);
                break;
            case LayoutPart.Mon:
                Text(CalendarNames.Days[(int)_date.DayOfWeek][..3]);
                break;
            case LayoutPart.UpperPm:
                Text(_hour >= 12 ? "PM" : "AM");
                break;
            case LayoutPart.LowerPm:
                Text(_hour >= 12 ? "pm" : "am");
                break;
            case LayoutPart.Zone when _abbreviation.Length > 0:
                Text(_abbreviation);
                break;
            case LayoutPart.Zone:
                Offset("-0700"u8);
                break;
            case LayoutPart.Offset:
                Offset(text);
                break;
            case LayoutPart.FractionFixed or LayoutPart.FractionTrimmed:
                Fraction(text, part == LayoutPart.FractionTrimmed);
                break;
            default:
                Number(part);
                break;
        }
    }

    private void Number(LayoutPart part)
    {
        var hour12 = _hour % 12 == 0 ? 12 : _hour % 12;
        var (value, width, pad) = part switch
        {
            LayoutPart.Year => (_date.Year, 4, '0'),
            LayoutPart.YearTwoDigits => (Math.Max(_date.Year, 0) % 100, 2, '0'),
            LayoutPart.MonthNumber => (_date.Month, 1, '0'),
            LayoutPart.MonthTwoDigits => (_date.Month, 2, '0'),
            LayoutPart.Day => (_date.Day, 1, '0'),
            LayoutPart.DaySpacePadded => (_date.Day, 2, ' '),
            LayoutPart.DayTwoDigits => (_date.Day, 2, '0'),
            LayoutPart.YearDaySpacePadded => (_date.DayOfYear, 3, ' '),
            LayoutPart.YearDayThreeDigits => (_date.DayOfYear, 3, '0'),
            LayoutPart.Hour => (_hour, 2, '0'),
            LayoutPart.Hour12 => (hour12, 1, '0'),
            LayoutPart.Hour12TwoDigits => (hour12, 2, '0'),
            LayoutPart.Minute => (_minute, 1, '0'),
            LayoutPart.MinuteTwoDigits => (_minute, 2, '0'),
            LayoutPart.Second => (_second, 1, '0'),
            LayoutPart.SecondTwoDigits => (_second, 2, '0'),
            _ => (0L, 0, '0'),
        };
        if (width > 0)
        {
            Text((value < 0 ? "-" : "") + Math.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(width, pad));
        }
    }

    // The sign is that of the whole minutes; seconds have a place in the longest forms only.
    private void Offset(ReadOnlySpan<byte> form)
    {
        var seconds = _moment.OffsetSeconds;
        if (form[0] == 'Z' && seconds == 0)
        {
            Text("Z");
            return;
        }

        var minutes = Math.Abs(seconds / 60);
        var colon = form.Contains((byte)':') ? ":" : "";
        Text(string.Create(CultureInfo.InvariantCulture, $"{(seconds / 60 < 0 ? '-' : '+')}{minutes / 60:D2}"));
        if (form.Length > 3)
        {
            Text(string.Create(CultureInfo.InvariantCulture, $"{colon}{minutes % 60:D2}"));
        }

        if (form.Length > 6)
        {
            // Less than a minute west keeps its sign here, as in Go.
            var rest = seconds is < 0 and > -60 ? seconds : Math.Abs(seconds) % 60;
            Text(string.Create(CultureInfo.InvariantCulture, $"{colon}{rest:D2}"));
        }
    }

    private void Fraction(ReadOnlySpan<byte> text, bool trimmed)
    {
        var digits = _moment.Nanoseconds.ToString("D9", CultureInfo.InvariantCulture)[..Math.Min(text.Length - 1, 9)];
        digits = trimmed ? digits.TrimEnd('0') : digits;
        if (digits.Length > 0)
        {
            Text((char)text[0] + digits);
        }
    }

    private void Text(string text) =>
        _output.Advance(Encoding.UTF8.GetBytes(text, _output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
