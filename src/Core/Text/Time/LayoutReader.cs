namespace SecretsKit.Core.Text.Time;

/// <summary>The parts that Go's time layouts are made of, named after the reference time.</summary>
internal enum LayoutPart
{
    /// <summary>Nothing more: what is left is literal text.</summary>
    End,
    January,
    Jan,
    MonthNumber,
    MonthTwoDigits,
    Monday,
    Mon,
    Day,
    DaySpacePadded,
    DayTwoDigits,
    YearDaySpacePadded,
    YearDayThreeDigits,
    Hour,
    Hour12,
    Hour12TwoDigits,
    Minute,
    MinuteTwoDigits,
    Second,
    SecondTwoDigits,
    Year,
    YearTwoDigits,
    UpperPm,
    LowerPm,
    Zone,
    Offset,
    FractionFixed,
    FractionTrimmed,
}

/// <summary>Goes through a layout part by part (spec go-template.md 9).</summary>
internal ref struct LayoutReader(ReadOnlySpan<byte> layout)
{
    private static readonly (string Text, LayoutPart Part)[] Words =
    [
        ("January", LayoutPart.January), ("Jan", LayoutPart.Jan), ("Monday", LayoutPart.Monday), ("Mon", LayoutPart.Mon), (
            "MST", LayoutPart.Zone),
        ("01", LayoutPart.MonthTwoDigits), ("02", LayoutPart.DayTwoDigits), ("03", LayoutPart.Hour12TwoDigits), (
            "04", LayoutPart.MinuteTwoDigits),
        ("05", LayoutPart.SecondTwoDigits), ("06", LayoutPart.YearTwoDigits), ("002", LayoutPart.YearDayThreeDigits), (
            "15", LayoutPart.Hour),
        ("1", LayoutPart.MonthNumber), ("2006", LayoutPart.Year), ("2", LayoutPart.Day), ("_2", LayoutPart.DaySpacePadded),
        ("__2", LayoutPart.YearDaySpacePadded), ("3", LayoutPart.Hour12), ("4", LayoutPart.Minute), ("5", LayoutPart.Second), (
            "PM", LayoutPart.UpperPm),
        ("pm", LayoutPart.LowerPm),
    ];

    private static readonly string[] Offsets = ["070000", "07:00:00", "0700", "07:00", "07"];

    private ReadOnlySpan<byte> _rest = layout;

    /// <summary>The literal text before the current part.</summary>
    public ReadOnlySpan<byte> Literal { get; private set; }

    /// <summary>The current part as the layout writes it.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>The current part.</summary>
    public LayoutPart Part { get; private set; }

    /// <summary>Goes to the next part; at the end it is <see cref="LayoutPart.End"/>.</summary>
    public void Next()
    {
        for (var i = 0; i < _rest.Length; i++)
        {
            var (part, length) = Match(_rest[i..]);
            if (part != LayoutPart.End)
            {
                Literal = _rest[..i];
                Text = _rest.Slice(i, length);
                Part = part;
                _rest = _rest[(i + length)..];
                return;
            }
        }

        Literal = _rest;
        Text = default;
        Part = LayoutPart.End;
        _rest = default;
    }

    /// <summary>Whether the part after the current one is a fraction of seconds.</summary>
    public readonly bool FractionFollows
    {
        get
        {
            var ahead = this;
            ahead.Next();
            return ahead.Part is LayoutPart.FractionFixed or LayoutPart.FractionTrimmed;
        }
    }

    private static (LayoutPart Part, int Length) Match(ReadOnlySpan<byte> text)
    {
        switch (text[0])
        {
            case (byte)'-' or (byte)'Z':
                foreach (var offset in Offsets)
                {
                    if (StartsWith(text[1..], offset))
                    {
                        return (LayoutPart.Offset, offset.Length + 1);
                    }
                }

                break;
            case (byte)'.' or (byte)',':
                return MatchFraction(text);
            case (byte)'_' when StartsWith(text, "_2006"):
                // The underscore is literal here.
                break;
            default:
                foreach (var (word, part) in Words)
                {
                    if (StartsWith(text, word)
                        && !(part is LayoutPart.Jan or LayoutPart.Mon && text.Length > 3 && char.IsAsciiLetterLower((char)text[3])))
                    {
                        return (part, word.Length);
                    }
                }

                break;
        }

        return (LayoutPart.End, 0);
    }

    private static (LayoutPart Part, int Length) MatchFraction(ReadOnlySpan<byte> text)
    {
        if (text is not [_, (byte)'0' or (byte)'9', ..])
        {
            return (LayoutPart.End, 0);
        }

        var end = text[1..].IndexOfAnyExcept(text[1]);
        end = end < 0 ? text.Length : end + 1;
        return end < text.Length && char.IsAsciiDigit((char)text[end])
            ? (LayoutPart.End, 0)
            : (text[1] == '0' ? LayoutPart.FractionFixed : LayoutPart.FractionTrimmed, end);
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string word)
    {
        if (text.Length < word.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (text[i] != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
