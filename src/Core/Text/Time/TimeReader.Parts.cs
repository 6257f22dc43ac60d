namespace SecretsKit.Core.Text.Time;

internal ref partial struct TimeReader
{
    private bool ReadPart(ref LayoutReader reader)
    {
        switch (reader.Part)
        {
            case LayoutPart.Year:
                return Number4(out _year);
            case LayoutPart.YearTwoDigits:
                return Take(2, out var digits) && ReadShortYear(digits);
            case LayoutPart.January or LayoutPart.Jan:
                return Name(CalendarNames.Months, reader.Part == LayoutPart.Jan ? 3 : int.MaxValue, out _month) && ++_month > 0;
            case LayoutPart.Monday or LayoutPart.Mon:
                return Name(CalendarNames.Days, reader.Part == LayoutPart.Mon ? 3 : int.MaxValue, out _);
            case LayoutPart.MonthNumber or LayoutPart.MonthTwoDigits:
                return Number(reader.Part == LayoutPart.MonthTwoDigits, 1, 12, "month", out _month);
            case LayoutPart.Day or LayoutPart.DaySpacePadded or LayoutPart.DayTwoDigits:
                SkipBlanks(reader.Part == LayoutPart.DaySpacePadded ? 1 : 0);
                return Number(reader.Part == LayoutPart.DayTwoDigits, 0, 99, "day", out _day);
            case LayoutPart.YearDaySpacePadded or LayoutPart.YearDayThreeDigits:
                SkipBlanks(reader.Part == LayoutPart.YearDaySpacePadded ? 2 : 0);
                return Number3(reader.Part == LayoutPart.YearDayThreeDigits, out _yearDay);
            case LayoutPart.Hour:
                return Number(false, 0, 23, "hour", out _hour);
            case LayoutPart.Hour12 or LayoutPart.Hour12TwoDigits:
                return Number(reader.Part == LayoutPart.Hour12TwoDigits, 0, 12, "hour", out _hour);
            case LayoutPart.Minute or LayoutPart.MinuteTwoDigits:
                return Number(reader.Part == LayoutPart.MinuteTwoDigits, 0, 59, "minute", out _minute);
            case LayoutPart.Second or LayoutPart.SecondTwoDigits:
                return Number(reader.Part == LayoutPart.SecondTwoDigits, 0, 59, "second", out _second)
                    && (_outOfRange is not null || reader.FractionFollows || Fraction());
            case LayoutPart.UpperPm:
                return HalfOfDay("AM", "PM");
            case LayoutPart.LowerPm:
                return HalfOfDay("am", "pm");
            case LayoutPart.FractionFixed:
                return FixedFraction(reader.Text.Length);
            case LayoutPart.FractionTrimmed:
                return Fraction();
            case LayoutPart.Zone:
                return Abbreviation();
            default:
                return Offset(reader.Text);
        }
    }

    private bool Take(int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (_rest.Length < length)
        {
            return false;
        }

        taken = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private void SkipBlanks(int most)
    {
        for (; most > 0 && _rest is [(byte)' ', ..]; most--)
        {
            _rest = _rest[1..];
        }
    }

    private bool ReadShortYear(ReadOnlySpan<byte> digits)
    {
        var read = GoNumber.Atoi(digits, out var year) == GoNumberError.None;
        _year = (int)year + (year >= 69 ? 1900 : 2000);
        return read;
    }

    private bool Number4(out int number)
    {
        number = 0;
        if (_rest.Length < 4 || !IsDigit(0) || GoNumber.Atoi(_rest[..4], out var year) != GoNumberError.None)
        {
            return false;
        }

        number = (int)year;
        _rest = _rest[4..];
        return true;
    }

    // One digit or two; exactly two where the layout pads with a zero.
    private bool Number(bool padded, int low, int high, string name, out int number)
    {
        number = 0;
        if (!IsDigit(0) || (padded && !IsDigit(1)))
        {
            return false;
        }

        var length = IsDigit(1) ? 2 : 1;
        number = length == 2 ? ((_rest[0] - '0') * 10) + (_rest[1] - '0') : _rest[0] - '0';
        _rest = _rest[length..];
        _outOfRange = number >= low && number <= high ? null : name;
        return true;
    }

    private bool Number3(bool padded, out int number)
    {
        number = 0;
        var length = 0;
        for (; length < 3 && IsDigit(length); length++)
        {
            number = (number * 10) + (_rest[length] - '0');
        }

        if (length == 0 || (padded && length != 3))
        {
            return false;
        }

        _rest = _rest[length..];
        return true;
    }

    private bool Name(IReadOnlyList<string> names, int length, out int index)
    {
        for (index = 0; index < names.Count; index++)
        {
            var name = names[index].AsSpan(0, Math.Min(length, names[index].Length));
            if (_rest.Length >= name.Length && name.Equals(Show(_rest[..name.Length]), StringComparison.OrdinalIgnoreCase))
            {
                _rest = _rest[name.Length..];
                return true;
            }
        }

        return false;
    }

    private bool HalfOfDay(string morning, string afternoon)
    {
        if (!Take(2, out var half))
        {
            return false;
        }

        _am |= Show(half) == morning;
        _pm |= Show(half) == afternoon;
        return Show(half) == morning || Show(half) == afternoon;
    }

    // Any number of digits behind a point or a comma, or nothing.
    private bool Fraction()
    {
        if (_rest is not [(byte)'.' or (byte)',', >= (byte)'0' and <= (byte)'9', ..])
        {
            return true;
        }

        var end = 1;
        while (IsDigit(end))
        {
            end++;
        }

        return FixedFraction(end);
    }

    // Digits beyond the ninth are cut.
    private bool FixedFraction(int length)
    {
        if (!Take(length, out var part) || part[0] is not ((byte)'.' or (byte)','))
        {
            return false;
        }

        var digits = part[1..Math.Min(part.Length, 10)];
        if (GoNumber.Atoi(digits, out var number) != GoNumberError.None)
        {
            return false;
        }

        for (var i = digits.Length; i < 9; i++)
        {
            number *= 10;
        }

        _nanoseconds = (int)number;
        _outOfRange = number < 0 ? "fractional second" : null;
        return true;
    }

    private readonly bool IsDigit(int at) => at < _rest.Length && char.IsAsciiDigit((char)_rest[at]);
}
