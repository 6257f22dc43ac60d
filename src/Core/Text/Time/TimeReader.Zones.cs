namespace SecretsKit.Core.Text.Time;

internal ref partial struct TimeReader
{
    private bool Offset(ReadOnlySpan<byte> form)
    {
        if (form[0] == 'Z' && _rest is [(byte)'Z', ..])
        {
            _rest = _rest[1..];
            _utc = true;
            return true;
        }

        if (_rest.Length < form.Length)
        {
            return false;
        }

        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == ':' && _rest[i] != ':')
            {
                return false;
            }
        }

        var step = form.Contains((byte)':') ? 3 : 2;
        var read = TwoDigits(_rest[1..], out var hours);
        int minutes = 0, seconds = 0;
        read = read && (form.Length <= 3 || TwoDigits(_rest[(1 + step)..], out minutes));
        read = read && (form.Length <= 6 || TwoDigits(_rest[(1 + (2 * step))..], out seconds));
        var sign = _rest[0];
        _rest = _rest[form.Length..];

        // Go allows these to reach one more than a clock shows, and the last that is wrong is named.
        _outOfRange = seconds > 60
            ? "time zone offset second"
            : minutes > 60
            ? "time zone offset minute"
            : hours > 24
            ? "time zone offset hour"
            : null;
        var total = (((hours * 60) + minutes) * 60) + seconds;
        _offset = sign == '-' ? -total : total;
        return read && sign is (byte)'+' or (byte)'-';
    }

    private bool Abbreviation()
    {
        if (_rest.StartsWith("UTC"u8))
        {
            _rest = _rest[3..];
            _utc = true;
            return true;
        }

        var length = AbbreviationLength(_rest);
        if (length == 0)
        {
            return false;
        }

        _abbreviation = Show(_rest[..length]);
        _rest = _rest[length..];
        return true;
    }

    private static int AbbreviationLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        // The two that have small letters.
        if (text.StartsWith("ChST"u8) || text.StartsWith("MeST"u8))
        {
            return 4;
        }

        if (text.StartsWith("GMT"u8))
        {
            return 3 + SignedHoursLength(text[3..]);
        }

        if (text[0] is (byte)'+' or (byte)'-')
        {
            return SignedHoursLength(text);
        }

        var capitals = 0;
        while (capitals < 6 && capitals < text.Length && char.IsAsciiLetterUpper((char)text[capitals]))
        {
            capitals++;
        }

        return capitals switch
        {
            3 => 3,
            4 when text[3] == 'T' || text.StartsWith("WITA"u8) => 4,
            5 when text[4] == 'T' => 5,
            _ => 0,
        };
    }

    private static int SignedHoursLength(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'+' or (byte)'-', ..])
        {
            return 0;
        }

        var end = 1;
        var hours = 0;
        for (; end < text.Length && char.IsAsciiDigit((char)text[end]); end++)
        {
            hours = Math.Min((hours * 10) + (text[end] - '0'), 1000);
        }

        return end > 1 && hours <= 23 ? end : 0;
    }

    private static bool TwoDigits(ReadOnlySpan<byte> text, out int number)
    {
        var digits = char.IsAsciiDigit((char)text[0]) && char.IsAsciiDigit((char)text[1]);
        number = digits ? ((text[0] - '0') * 10) + (text[1] - '0') : 0;
        return digits;
    }
}
