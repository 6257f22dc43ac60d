using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>A cursor over the text of a path, which knows where its last complete part began: failures quote what is before them.</summary>
internal sealed class PathScanner(string text)
{
    private int _last;
    private int _begun;

    /// <summary>Where it is.</summary>
    public int At { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => At >= text.Length;

    /// <summary>The next character; 0 at the end.</summary>
    public char Next => At < text.Length ? text[At] : '\0';

    /// <summary>Whether a word comes next.</summary>
    public bool StartsWith(string word) => string.CompareOrdinal(text, At, word, 0, word.Length) == 0;

    /// <summary>Passes a word if it comes next.</summary>
    public bool TrySkip(string word)
    {
        if (!StartsWith(word))
        {
            return false;
        }

        At += word.Length;
        return true;
    }

    /// <summary>Passes one character and gives it.</summary>
    public char Take() => text[At++];

    /// <summary>Passes everything up to the first of these characters and gives it.</summary>
    public string TakeUntilAny(ReadOnlySpan<char> ends)
    {
        var length = text.AsSpan(At).IndexOfAny(ends);
        var taken = length < 0 ? text[At..] : text.Substring(At, length);
        At += taken.Length;
        return taken;
    }

    /// <summary>Passes blanks, which belong to no part.</summary>
    public void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            At++;
        }

        _begun = At;
    }

    /// <summary>Passes blanks that belong to the part.</summary>
    public void SkipBlanksInside()
    {
        while (Next is ' ' or '\t')
        {
            At++;
        }
    }

    /// <summary>Goes to the end of the text.</summary>
    public void GoToEnd() => At = text.Length;

    /// <summary>Says that a part is complete here.</summary>
    public void EndPart() => (_last, _begun) = (_begun, At);

    /// <summary>A failure here.</summary>
    public PathException Fail(string problem) =>
        new($"{problem} at position {At}, following {GoQuote.Format(text[_last..Math.Min(At, text.Length)].Trim(' '))}");
}
