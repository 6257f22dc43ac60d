using System.Globalization;
using System.Numerics;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads tags: <c>!</c>, <c>!suffix</c>, <c>!handle!suffix</c> and <c>!&lt;uri&gt;</c>.</summary>
internal static class Tags
{
    private static readonly ReadOnlyMemory<byte> Primary = "!"u8.ToArray();

    /// <summary>Reads the tag at the cursor. The token's text is the handle, empty for a tag that is complete in itself.</summary>
    public static Token Scan(Cursor cursor)
    {
        var start = cursor.Mark;
        var token = new Token(TokenKind.Tag, start);
        if (cursor.Ahead(1) == '<')
        {
            cursor.SkipText(2);
            token.Suffix = ScanUri(cursor, default, start);
            YamlErrors.Expect(cursor, cursor.Current == '>', start, "did not find the expected '>'");
            cursor.SkipText(1);
        }
        else
        {
            var handle = ScanHandle(cursor, start);
            if (handle.Length > 1 && handle.Span[^1] == '!')
            {
                token.Text = handle;
                token.Suffix = ScanUri(cursor, default, start);
            }
            else
            {
                // What looked like a handle was the beginning of the suffix.
                token.Suffix = ScanUri(cursor, handle, start);
                token.Text = Primary;
                if (token.Suffix.IsEmpty)
                {
                    (token.Text, token.Suffix) = (default, Primary);
                }
            }
        }

        YamlErrors.Expect(cursor, cursor.IsSpaceOrEnd(cursor.Position), start, "did not find expected whitespace or line break");
        return token;
    }

    /// <summary>Reads the handle and the prefix of a <c>%TAG</c> directive.</summary>
    public static (ReadOnlyMemory<byte> Handle, ReadOnlyMemory<byte> Prefix) ScanDirective(Cursor cursor, Mark start)
    {
        var handle = ScanHandle(cursor, start);
        YamlErrors.Expect(cursor, handle.Span[^1] == '!', start, "did not find expected '!'");
        YamlErrors.Expect(cursor, Bytes.IsBlank(cursor.Current), start, "did not find expected whitespace");
        cursor.SkipBlanks();
        var prefix = ScanUri(cursor, default, start);
        YamlErrors.Expect(cursor, cursor.IsSpaceOrEnd(cursor.Position), start, "did not find expected whitespace or line break");
        return (handle, prefix);
    }

    private static ReadOnlyMemory<byte> ScanHandle(Cursor cursor, Mark start)
    {
        YamlErrors.Expect(cursor, cursor.Current == '!', start, "did not find expected '!'");
        var from = cursor.Position;
        cursor.SkipText(1);
        cursor.SkipText(Anchors.WordLength(cursor));
        if (cursor.Current == '!')
        {
            cursor.SkipText(1);
        }

        return cursor.Slice(from, cursor.Position);
    }

    private static ReadOnlyMemory<byte> ScanUri(Cursor cursor, ReadOnlyMemory<byte> head, Mark start)
    {
        var uri = new ByteBuilder();
        uri.Add(head.IsEmpty ? default : head.Span[1..]);
        var isFound = !head.IsEmpty;
        while (Bytes.IsUri(cursor.Current))
        {
            isFound = true;
            if (cursor.Current == '%')
            {
                ScanEscapedCharacter(cursor, ref uri, start);
            }
            else
            {
                uri.Add(cursor.Current);
                cursor.SkipText(1);
            }
        }

        YamlErrors.Expect(cursor, isFound, start, "did not find expected tag URI");
        return uri.Take();
    }

    private static void ScanEscapedCharacter(Cursor cursor, ref ByteBuilder uri, Mark start)
    {
        var left = -1;
        do
        {
            var digits = (ReadOnlySpan<byte>)[cursor.Ahead(1), cursor.Ahead(2)];
            var isEscape = byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet);
            YamlErrors.Expect(cursor, isEscape && cursor.Current == '%', start, "did not find URI escaped octet");
            if (left < 0)
            {
                // The leading octet tells how many follow: as many as it has ones at the top, less itself.
                var ones = BitOperations.LeadingZeroCount((uint)(byte)~octet << 24);
                YamlErrors.Expect(cursor, ones is 0 or (>= 2 and <= 4), start, "found an incorrect leading UTF-8 octet");
                left = Math.Max(ones, 1);
            }
            else
            {
                YamlErrors.Expect(cursor, Bytes.IsContinuation(octet), start, "found an incorrect trailing UTF-8 octet");
            }

            uri.Add(octet);
            cursor.SkipText(3);
        }
        while (--left > 0);
    }
}
