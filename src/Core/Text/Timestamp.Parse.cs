namespace SecretsKit.Core.Text;

public readonly partial record struct Timestamp
{
    /// <summary>
    /// <c>time.Parse(time.RFC3339, text)</c>: one digit is enough for the hour, a fraction of any length may follow the seconds after
    /// a point or a comma (digits beyond the ninth are cut), an offset of 0 is UTC.
    /// </summary>
    /// <returns>Whether <paramref name="value"/> was read; if not, <paramref name="error"/> says why.</returns>
    public static bool TryParseRfc3339(ReadOnlySpan<byte> text, out Timestamp value, out TimestampError error) =>
        new Rfc3339Reader(text).TryRead(out value, out error);

    /// <summary>
    /// As <see cref="TryParseRfc3339(ReadOnlySpan{byte}, out Timestamp, out TimestampError)"/>, for callers that need no cause.
    /// </summary>
    public static bool TryParseRfc3339(ReadOnlySpan<byte> text, out Timestamp value) => TryParseRfc3339(text, out value, out _);

    private ref struct Rfc3339Reader(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;
        private TimestampError _error;

        private readonly ReadOnlySpan<byte> Rest => _text[_at..];

        public bool TryRead(out Timestamp value, out TimestampError error)
        {
            var read = Year(out var year)
                & Part("01", 2, 2, 1, 12, "month", '-', out var month)
                & Part("02", 2, 2, 0, 99, "day", '-', out var day)
                & Part("15", 1, 2, 0, 23, "hour", 'T', out var hour)
                & Part("04", 2, 2, 0, 59, "minute", ':', out var minute)
                & Part("05", 2, 2, 0, 59, "second", ':', out var second);
            var nanoseconds = read ? Fraction() : 0;
            var offset = 0;
            read = read && Offset(out offset) && End();
            if (read && (day < 1 || day > CivilDate.DaysInMonth(year, month)))
            {
                read = OutOfRange("day");
            }

            value = read ? FromClock(new(year, month, day), (((hour * 60) + minute) * 60) + second, nanoseconds, offset) : default;
            error = _error;
            return read;
        }

        private bool Year(out int year)
        {
            year = 0;
            var rest = Rest;
            if (rest.Length < 4 || !char.IsAsciiDigit((char)rest[0]))
            {
                return Unreadable(0, "2006");
            }

            if (GoNumber.Atoi(rest[..4], out var number) != GoNumberError.None)
            {
                return Unreadable(0, "2006");
            }

            year = (int)number;
            _at = 4;
            return true;
        }

        // A part is preceded by its separator. After a failure nothing more is read.
        private bool Part(string layout, int least, int most, int low, int high, string name, char separator, out int number)
        {
            number = 0;
            if (_error != default)
            {
                return false;
            }

            if (Rest.IsEmpty || Rest[0] != separator)
            {
                return Unreadable(_at, separator.ToString());
            }

            _at++;
            var start = _at;
            while (_at < _text.Length && _at - start < most && char.IsAsciiDigit((char)_text[_at]))
            {
                number = (number * 10) + (_text[_at++] - '0');
            }

            if (_at - start < least)
            {
                return Unreadable(start, layout);
            }

            return (number >= low && number <= high) || OutOfRange(name);
        }

        private int Fraction()
        {
            if (Rest is not [(byte)'.' or (byte)',', >= (byte)'0' and <= (byte)'9', ..])
            {
                return 0;
            }

            _at++;
            var nanoseconds = 0;
            var weight = 100_000_000;
            for (; _at < _text.Length && char.IsAsciiDigit((char)_text[_at]); _at++, weight /= 10)
            {
                nanoseconds += weight * (_text[_at] - '0');
            }

            return nanoseconds;
        }

        private bool Offset(out int seconds)
        {
            seconds = 0;
            var rest = Rest;
            if (rest is [(byte)'Z', ..])
            {
                _at++;
                return true;
            }

            if (rest.Length < 6 || rest[3] != ':')
            {
                return Unreadable(_at, "Z07:00");
            }

            // Go allows these two to reach one more than a clock shows, and reports them before a sign that is none.
            var read = TwoDigits(rest[1..], out var hours) & TwoDigits(rest[4..], out var minutes);
            if (hours > 24)
            {
                return OutOfRange("time zone offset hour");
            }

            if (minutes > 60)
            {
                return OutOfRange("time zone offset minute");
            }

            if (!read || rest[0] is not ((byte)'+' or (byte)'-'))
            {
                return Unreadable(_at, "Z07:00");
            }

            seconds = ((hours * 60) + minutes) * (rest[0] == '-' ? -60 : 60);
            _at += 6;
            return true;
        }

        private static bool TwoDigits(ReadOnlySpan<byte> text, out int number)
        {
            var digits = char.IsAsciiDigit((char)text[0]) && char.IsAsciiDigit((char)text[1]);
            number = digits ? ((text[0] - '0') * 10) + (text[1] - '0') : 0;
            return digits;
        }

        private bool End() => _at == _text.Length || Unreadable(_at, "");

        private bool Unreadable(int position, string expected)
        {
            _error = new(position, expected, null);
            return false;
        }

        private bool OutOfRange(string part)
        {
            _error = new(0, "", part);
            return false;
        }
    }
}
