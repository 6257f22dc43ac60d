using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>
/// The four timestamp layouts that go-yaml reads: <c>Y-M-DTh:m:s[.frac](Z|±hh:mm)</c> with either case of <c>T</c>,
/// <c>Y-M-D h:m:s[.frac]</c> and <c>Y-M-D</c>. Fields after the year may have one digit. Leap seconds are not accepted.
/// </summary>
internal static class YamlTime
{
    private const int SecondsPerDay = 86_400;
    private const int FractionDigits = 9;

    public static bool TryRead(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        var cursor = new Cursor(text);
        if (text.Length < 8 || text[4] != '-' || !cursor.TryFixed(4, out var year) || !cursor.TrySkip('-')
            || !cursor.TryField(1, 12, out var month) || !cursor.TrySkip('-') || !cursor.TryField(1, DaysIn(year, month), out var day))
        {
            return false;
        }

        var midnight = DaysSinceEpoch(year, month, day) * SecondsPerDay;
        if (cursor.AtEnd)
        {
            time = new Timestamp(midnight, 0, 0);
            return true;
        }

        var spaced = cursor.TrySkip(' ');
        if ((!spaced && !cursor.TrySkip('T') && !cursor.TrySkip('t'))
            || !cursor.TryField(0, 23, out var hour) || !cursor.TrySkip(':') || !cursor.TryField(0, 59, out var minute)
            || !cursor.TrySkip(':') || !cursor.TryField(0, 59, out var second))
        {
            return false;
        }

        var nanoseconds = cursor.ReadFraction();
        var offset = 0;
        if ((!spaced && !cursor.TryOffset(out offset)) || !cursor.AtEnd)
        {
            return false;
        }

        time = new Timestamp(midnight + (hour * 3600) + (minute * 60) + second - offset, nanoseconds, offset);
        return true;
    }

    // Counted in years that start in March, so that the leap day is the last of its year and needs no case of its own.
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        const int DaysFromYearZeroToEpoch = 719_468;
        var marchYear = month > 2 ? year : year - 1;
        var dayOfYear = ((((month + 9) % 12) * 153) + 2) / 5;
        return (marchYear * 365L) + FloorDivide(marchYear, 4) - FloorDivide(marchYear, 100) + FloorDivide(marchYear, 400)
            + dayOfYear + day - 1 - DaysFromYearZeroToEpoch;
    }

    private static int FloorDivide(int value, int by) => value >= 0 ? value / by : -((by - 1 - value) / by);

    private static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private ref struct Cursor(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public readonly bool AtEnd => _rest.IsEmpty;

        public bool TrySkip(char wanted)
        {
            if (_rest.IsEmpty || _rest[0] != wanted)
            {
                return false;
            }

            _rest = _rest[1..];
            return true;
        }

        public bool TryFixed(int digits, out int value)
        {
            value = 0;
            if (_rest.Length < digits || _rest[..digits].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            foreach (var c in _rest[..digits])
            {
                value = (value * 10) + c - '0';
            }

            _rest = _rest[digits..];
            return true;
        }

        public bool TryField(int least, int most, out int value)
        {
            var two = _rest.Length > 1 && char.IsAsciiDigit((char)_rest[1]);
            return TryFixed(two ? 2 : 1, out value) && value >= least && value <= most;
        }

        // Digits beyond the ninth are read and dropped.
        public int ReadFraction()
        {
            if (_rest.Length < 2 || _rest[0] is not ((byte)'.' or (byte)',') || !char.IsAsciiDigit((char)_rest[1]))
            {
                return 0;
            }

            var value = 0;
            var count = 0;
            for (_rest = _rest[1..]; !_rest.IsEmpty && char.IsAsciiDigit((char)_rest[0]); _rest = _rest[1..], count++)
            {
                if (count < FractionDigits)
                {
                    value = (value * 10) + _rest[0] - '0';
                }
            }

            for (; count < FractionDigits; count++)
            {
                value *= 10;
            }

            return value;
        }

        // Offsets of 24 hours and of 60 minutes exist in the wild and are accepted.
        public bool TryOffset(out int seconds)
        {
            seconds = 0;
            if (TrySkip('Z'))
            {
                return true;
            }

            var west = !_rest.IsEmpty && _rest[0] == '-';
            if ((!west && !TrySkip('+')) || (west && !TrySkip('-'))
                || !TryFixed(2, out var hours) || !TrySkip(':') || !TryFixed(2, out var minutes) || hours > 24 || minutes > 60)
            {
                return false;
            }

            seconds = ((hours * 60) + minutes) * 60;
            seconds = west ? -seconds : seconds;
            return true;
        }
    }
}
