namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads what follows a backslash in double quotes, line breaks excepted.</summary>
internal static class Escapes
{
    /// <summary>Reads the escape at the cursor and adds the character that it stands for.</summary>
    public static void Scan(Cursor cursor, ref ByteBuilder text, Mark start)
    {
        var digits = cursor.Ahead(1) switch
        {
            (byte)'x' => 2,
            (byte)'u' => 4,
            (byte)'U' => 8,
            _ => 0,
        };
        if (digits == 0)
        {
            text.AddRune(Named(cursor.Ahead(1)) ?? throw YamlErrors.Scanning(start, cursor.Mark, "found unknown escape character"));
            cursor.SkipText(2);
            return;
        }

        cursor.SkipText(2);
        long value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = (char)cursor.Ahead(i);
            if (!char.IsAsciiHexDigit(digit))
            {
                throw YamlErrors.Scanning(start, cursor.Mark, "did not find expected hexdecimal number");
            }

            value = (value << 4) + (digit & 0xF) + (digit > '9' ? 9 : 0);
        }

        if (value is (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF)
        {
            throw YamlErrors.Scanning(start, cursor.Mark, "found invalid Unicode character escape code");
        }

        text.AddRune((int)value);
        cursor.SkipText(digits);
    }

    private static int? Named(byte letter) => letter switch
    {
        (byte)'0' => 0x00,
        (byte)'a' => 0x07,
        (byte)'b' => 0x08,
        (byte)'t' or (byte)'\t' => 0x09,
        (byte)'n' => 0x0A,
        (byte)'v' => 0x0B,
        (byte)'f' => 0x0C,
        (byte)'r' => 0x0D,
        (byte)'e' => 0x1B,
        (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\\' => letter,
        (byte)'N' => 0x85,
        (byte)'_' => 0xA0,
        (byte)'L' => 0x2028,
        (byte)'P' => 0x2029,
        _ => null,
    };
}
