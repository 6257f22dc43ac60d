namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads <c>%YAML</c> and <c>%TAG</c> lines.</summary>
internal static class Directives
{
    private const int MaxVersionDigits = 2;

    /// <summary>Reads the directive at the cursor with its line break. A comment on its line is lost.</summary>
    public static Token Scan(Cursor cursor)
    {
        var start = cursor.Mark;
        cursor.SkipText(1);
        var name = ScanName(cursor, start).Span;
        Token token;
        if (name.SequenceEqual("YAML"u8))
        {
            cursor.SkipBlanks();
            var major = ScanNumber(cursor, start);
            YamlErrors.Expect(cursor, cursor.Current == '.', start, "did not find expected digit or '.' character");
            cursor.SkipText(1);
            token = new Token(TokenKind.VersionDirective, start) { Major = major, Minor = ScanNumber(cursor, start) };
        }
        else if (name.SequenceEqual("TAG"u8))
        {
            cursor.SkipBlanks();
            var (handle, prefix) = Tags.ScanDirective(cursor, start);
            token = new Token(TokenKind.TagDirective, start) { Text = handle, Suffix = prefix };
        }
        else
        {
            throw YamlErrors.Scanning(start, cursor.Mark, "found unknown directive name");
        }

        cursor.SkipBlanks();
        if (cursor.Current == '#')
        {
            cursor.SkipToBreak();
        }

        YamlErrors.Expect(cursor, cursor.IsBreakOrEnd(cursor.Position), start, "did not find expected comment or line break");
        cursor.SkipBreak();
        return token;
    }

    private static ReadOnlyMemory<byte> ScanName(Cursor cursor, Mark start)
    {
        var length = Anchors.WordLength(cursor);
        YamlErrors.Expect(cursor, length > 0, start, "could not find expected directive name");
        var name = cursor.Slice(cursor.Position, cursor.Position + length);
        cursor.SkipText(length);
        YamlErrors.Expect(cursor, cursor.IsSpaceOrEnd(cursor.Position), start, "found unexpected non-alphabetical character");
        return name;
    }

    private static byte ScanNumber(Cursor cursor, Mark start)
    {
        var value = 0;
        var digits = 0;
        while (char.IsAsciiDigit((char)cursor.Current))
        {
            YamlErrors.Expect(cursor, ++digits <= MaxVersionDigits, start, "found extremely long version number");
            value = (value * 10) + cursor.Current - '0';
            cursor.SkipText(1);
        }

        YamlErrors.Expect(cursor, digits > 0, start, "did not find expected version number");
        return (byte)value;
    }
}
