namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads <c>&amp;name</c> and <c>*name</c>.</summary>
internal static class Anchors
{
    /// <summary>Reads the name behind the indicator at the cursor.</summary>
    public static Token Scan(Cursor cursor, TokenKind kind)
    {
        var start = cursor.Mark;
        cursor.SkipText(1);
        var length = WordLength(cursor);
        var name = cursor.Slice(cursor.Position, cursor.Position + length);
        cursor.SkipText(length);
        if (length == 0 || !(cursor.IsSpaceOrEnd(cursor.Position) || "?:,]}%@`"u8.Contains(cursor.Current)))
        {
            throw YamlErrors.Scanning(start, cursor.Mark, "did not find expected alphabetic or numeric character");
        }

        return new Token(kind, start) { Text = name };
    }

    /// <summary>How many letters, digits, hyphens and underscores stand at the cursor.</summary>
    public static int WordLength(Cursor cursor)
    {
        var length = 0;
        while (Bytes.IsWord(cursor.Ahead(length)))
        {
            length++;
        }

        return length;
    }
}
