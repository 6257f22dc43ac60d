namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>A place in a text that moves forward and knows its line and column. Behind the end there are only <c>'\0'</c>.</summary>
internal sealed class TextCursor(string text)
{
    /// <summary>The offset.</summary>
    public int Index { get; private set; }

    /// <summary>The line from 0.</summary>
    public int Line { get; private set; }

    /// <summary>The column from 0, in characters.</summary>
    public int Column { get; private set; }

    /// <summary>The place.</summary>
    public TextMark Mark => new(Index, Line, Column);

    /// <summary>The character here.</summary>
    public char Current => Ahead(0);

    /// <summary>Whether a line break is here.</summary>
    public bool AtBreak => IsBreak(Current);

    /// <summary>Whether a line break or the end is here.</summary>
    public bool AtBreakOrEnd => Current == '\0' || AtBreak;

    /// <summary>The character some places further.</summary>
    public char Ahead(int distance) => Index + distance < text.Length ? text[Index + distance] : '\0';

    /// <summary>Whether a blank, a line break or the end is some places further.</summary>
    public bool IsSpaceAhead(int distance) => Ahead(distance) is '\0' or ' ' or '\t' or '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>The text from an offset to here.</summary>
    public string Since(int start) => text[start..Math.Min(Index, text.Length)];

    /// <summary>Whether the text goes on with three equal characters and a space, at the start of a line.</summary>
    public bool AtDocumentIndicator(char sign) =>
        Column == 0 && Current == sign && Ahead(1) == sign && Ahead(2) == sign && IsSpaceAhead(3);

    /// <summary>Moves on.</summary>
    public void Move(int count = 1)
    {
        for (; count > 0; count--)
        {
            var value = Current;
            Index++;
            if (value is '\n' or '\u0085' or '\u2028' or '\u2029' || (value == '\r' && Current != '\n'))
            {
                Line++;
                Column = 0;
            }
            else if (value != '\uFEFF' && !char.IsLowSurrogate(value))
            {
                Column++;
            }
        }
    }

    /// <summary>Moves over blanks (spaces alone).</summary>
    /// <returns>How many.</returns>
    public int MoveOverSpaces()
    {
        var start = Index;
        while (Current == ' ')
        {
            Move();
        }

        return Index - start;
    }

    /// <summary>Moves to the end of the line.</summary>
    public void MoveToBreak()
    {
        while (!AtBreakOrEnd)
        {
            Move();
        }
    }

    /// <summary>Moves over one line break if there is one.</summary>
    /// <returns>What it stands for in a text: empty where there is none.</returns>
    public string MoveOverBreak()
    {
        switch (Current)
        {
            case '\r' when Ahead(1) == '\n':
                Move(2);
                return "\n";
            case '\r' or '\n' or '\u0085':
                Move();
                return "\n";
            case '\u2028' or '\u2029':
                var value = Current;
                Move();
                return value.ToString();
            default:
                return "";
        }
    }

    /// <summary>Whether a character ends a line.</summary>
    public static bool IsBreak(char value) => value is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';
}
