namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>Scans anchors, aliases, tags and directives.</summary>
internal static class NameScanner
{
    private const string DirectiveContext = "while scanning a directive";
    private const string TagContext = "while scanning a tag";

    /// <summary>Scans an anchor or an alias.</summary>
    public static YamlToken AnchorOrAlias(TextCursor cursor)
    {
        var start = cursor.Mark;
        var type = cursor.Current == '*' ? YamlTokenType.Alias : YamlTokenType.Anchor;
        var context = type == YamlTokenType.Alias ? "while scanning an alias" : "while scanning an anchor";
        cursor.Move();
        var name = Word(cursor);
        if (name.Length == 0 || !(cursor.IsSpaceAhead(0) || cursor.Current is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
        {
            throw Unexpected(context, start, "alphabetic or numeric character", cursor);
        }

        return new(type, start, cursor.Mark) { Value = name };
    }

    /// <summary>Scans a tag.</summary>
    public static YamlToken Tag(TextCursor cursor)
    {
        var start = cursor.Mark;
        var (handle, suffix) = ("", "!");
        if (cursor.Ahead(1) == '<')
        {
            cursor.Move(2);
            suffix = Uri(cursor, start);
            Require(cursor, '>', start);
        }
        else if (cursor.IsSpaceAhead(1))
        {
            cursor.Move();
        }
        else
        {
            handle = Handle(cursor);
            suffix = Uri(cursor, start);
        }

        return cursor.Current == ' ' || cursor.AtBreakOrEnd
            ? new(YamlTokenType.Tag, start, cursor.Mark) { Value = handle, Suffix = suffix }
            : throw Unexpected(TagContext, start, "' '", cursor);
    }

    /// <summary>Scans a directive; one of an unknown name is passed over.</summary>
    public static YamlToken Directive(TextCursor cursor)
    {
        var start = cursor.Mark;
        cursor.Move();
        var name = Word(cursor);
        if (name.Length == 0 || !cursor.IsSpaceAhead(0))
        {
            throw Unexpected(DirectiveContext, start, "alphabetic or numeric character", cursor);
        }

        var from = cursor.Index;
        while (!cursor.AtBreakOrEnd && !(cursor.Current == '#' && cursor.Index > from && name is "YAML" or "TAG"))
        {
            cursor.Move();
        }

        var rest = cursor.Since(from).Trim();
        var end = cursor.Mark;
        if (name == "YAML" && !IsVersion(rest))
        {
            throw new YamlSyntaxException(DirectiveContext, start, "expected a digit or '.'", end);
        }

        cursor.MoveToBreak();
        cursor.MoveOverBreak();
        return new(YamlTokenType.Directive, start, end) { Value = name, Suffix = rest };
    }

    private static bool IsVersion(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 2 && parts.All(part => part.Length is > 0 and < 9 && part.All(char.IsAsciiDigit));
    }

    private static string Handle(TextCursor cursor)
    {
        var length = 1;
        while (char.IsAsciiLetterOrDigit(cursor.Ahead(length)) || cursor.Ahead(length) is '-' or '_')
        {
            length++;
        }

        // Without a second sign the word is a suffix of the primary handle.
        var from = cursor.Index;
        cursor.Move(cursor.Ahead(length) == '!' ? length + 1 : 1);
        return cursor.Since(from);
    }

    private static string Uri(TextCursor cursor, TextMark start)
    {
        var from = cursor.Index;
        while (char.IsAsciiLetterOrDigit(cursor.Current) || "-;/?:@&=+$,_.!~*'()[]%".Contains(cursor.Current, StringComparison.Ordinal))
        {
            cursor.Move();
        }

        return cursor.Index > from ? cursor.Since(from) : throw Unexpected("while parsing a tag", start, "URI", cursor);
    }

    private static void Require(TextCursor cursor, char value, TextMark start)
    {
        if (cursor.Current != value)
        {
            throw Unexpected("while parsing a tag", start, $"'{value}'", cursor);
        }

        cursor.Move();
    }

    private static string Word(TextCursor cursor)
    {
        var from = cursor.Index;
        while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '-' or '_')
        {
            cursor.Move();
        }

        return cursor.Since(from);
    }

    private static YamlSyntaxException Unexpected(string context, TextMark start, string expected, TextCursor cursor) =>
        new(context, start, $"expected {expected}, but found {PythonText.Quoted(cursor.Current)}", cursor.Mark);
}
