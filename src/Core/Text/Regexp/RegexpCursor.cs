using System.Buffers;
using System.Text;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>A place in a pattern that has been decoded into characters. What is not UTF-8 fails when it is read.</summary>
internal sealed class RegexpCursor
{
    private const int Invalid = -1;
    private readonly int[] _runes;

    public RegexpCursor(ReadOnlySpan<byte> pattern)
    {
        var runes = new int[pattern.Length];
        var count = 0;
        while (!pattern.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(pattern, out var rune, out var width) == OperationStatus.Done;
            runes[count++] = valid ? rune.Value : Invalid;
            pattern = pattern[(valid ? width : 1)..];
        }

        _runes = runes;
        Length = count;
    }

    public int Length { get; }

    public int Position { get; set; }

    public bool AtEnd => Position >= Length;

    public int Left => Length - Position;

    /// <summary>The character some places ahead, or -1 for the end or a place that is not UTF-8.</summary>
    public int Peek(int ahead = 0) => At(Position + ahead);

    public int At(int index) => index < Length ? _runes[index] : Invalid;

    /// <exception cref="RegexpSyntaxException">It is not UTF-8.</exception>
    public int Next()
    {
        var rune = _runes[Position];
        if (rune == Invalid)
        {
            throw new RegexpSyntaxException("invalid UTF-8", Text(Position, Length));
        }

        Position++;
        return rune;
    }

    public bool Accept(char c)
    {
        if (AtEnd || Peek() != c)
        {
            return false;
        }

        Position++;
        return true;
    }

    public void Skip(int count) => Position += count;

    /// <summary>The place of a character from here on, or -1.</summary>
    public int Find(char c)
    {
        var index = _runes.AsSpan(Position, Left).IndexOf(c);
        return index < 0 ? -1 : Position + index;
    }

    public string Text(int start, int end)
    {
        var text = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            text.Append(_runes[i] == Invalid ? Rune.ReplacementChar : new Rune(_runes[i]));
        }

        return text.ToString();
    }
}
