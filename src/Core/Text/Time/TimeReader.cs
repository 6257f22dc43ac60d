using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text.Time;

/// <summary>Reads one text by one layout.</summary>
internal ref partial struct TimeReader(ReadOnlySpan<byte> layout, ReadOnlySpan<byte> text)
{
    private const int Unset = -1;

    private readonly ReadOnlySpan<byte> _layout = layout;
    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = text;
    private string? _outOfRange;
    private int _year;
    private int _month = Unset;
    private int _day = Unset;
    private int _yearDay = Unset;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanoseconds;
    private bool _am;
    private bool _pm;
    private bool _utc;
    private int? _offset;
    private string _abbreviation = "";

    /// <summary>Go's message after a failure.</summary>
    public string? Error { get; private set; }

    public bool Read()
    {
        var reader = new LayoutReader(_layout);
        while (true)
        {
            reader.Next();
            if (!Skip(reader.Literal))
            {
                return Unreadable(_rest, reader.Literal);
            }

            if (reader.Part == LayoutPart.End)
            {
                return (_rest.IsEmpty || Refuse($": extra text: {TimestampError.Quote(_rest)}")) && Settle();
            }

            var hold = _rest;
            var read = ReadPart(ref reader);
            if (_outOfRange is not null)
            {
                return Refuse($": {_outOfRange} out of range");
            }

            if (!read)
            {
                return Unreadable(hold, reader.Text);
            }
        }
    }

    public readonly GoTime ToTime(GoZone local)
    {
        var second = (((_hour * 60) + _minute) * 60) + _second;
        var clock = (new CivilDate(_year, _month, _day).DaysSinceEpoch * Timestamp.SecondsPerDay) + second;
        if (_utc)
        {
            return new(clock, _nanoseconds, GoZone.Utc);
        }

        if (_offset is { } offset)
        {
            var known = local.At(clock - offset);
            var isLocal = known.OffsetSeconds == offset && (_abbreviation.Length == 0 || known.Abbreviation == _abbreviation);
            return new(clock - offset, _nanoseconds, isLocal ? local : GoZone.Fixed(_abbreviation, offset));
        }

        if (_abbreviation.Length > 0)
        {
            // An abbreviation of elsewhere stands for UTC under that name; GMT may carry hours, which do not move the clock either.
            return local.TryFind(_abbreviation, clock, out var found)
                ? new(clock - found, _nanoseconds, local)
                : Elsewhere(clock);
        }

        return new(local.ToUnix(clock), _nanoseconds, local);
    }

    private readonly GoTime Elsewhere(long clock)
    {
        var hours = 0;
        if (_abbreviation.Length > 3 && _abbreviation.StartsWith("GMT", StringComparison.Ordinal))
        {
            _ = int.TryParse(_abbreviation.AsSpan(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out hours);
        }

        return new(clock, _nanoseconds, GoZone.Fixed(_abbreviation, hours * 3600));
    }

    // A blank in the layout stands for any number of blanks, also none at the end.
    private bool Skip(ReadOnlySpan<byte> literal)
    {
        while (!literal.IsEmpty)
        {
            if (literal[0] == ' ')
            {
                if (!_rest.IsEmpty && _rest[0] != ' ')
                {
                    return false;
                }

                literal = literal.TrimStart((byte)' ');
                _rest = _rest.TrimStart((byte)' ');
                continue;
            }

            if (_rest.IsEmpty || _rest[0] != literal[0])
            {
                return false;
            }

            literal = literal[1..];
            _rest = _rest[1..];
        }

        return true;
    }

    private bool Settle()
    {
        _hour = _pm && _hour < 12 ? _hour + 12 : _am && _hour == 12 ? 0 : _hour;
        if (_yearDay >= 0)
        {
            if (_yearDay < 1 || _yearDay > (CivilDate.IsLeapYear(_year) ? 366 : 365))
            {
                return Refuse(": day-of-year out of range");
            }

            var date = CivilDate.FromDays(new CivilDate(_year, 1, 1).DaysSinceEpoch + _yearDay - 1);
            if (_month != Unset && _month != date.Month)
            {
                return Refuse(": day-of-year does not match month");
            }

            if (_day != Unset && _day != date.Day)
            {
                return Refuse(": day-of-year does not match day");
            }

            (_month, _day) = (date.Month, date.Day);
        }

        _month = _month == Unset ? 1 : _month;
        _day = _day == Unset ? 1 : _day;
        return (_day >= 1 && _day <= CivilDate.DaysInMonth(_year, _month)) || Refuse(": day out of range");
    }

    private bool Refuse(string message)
    {
        Error = $"parsing time {TimestampError.Quote(_text)}{message}";
        return false;
    }

    private bool Unreadable(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> part) => Refuse(
        $" as {TimestampError.Quote(_layout)}: cannot parse {TimestampError.Quote(rest)} as {TimestampError.Quote(part)}");

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
