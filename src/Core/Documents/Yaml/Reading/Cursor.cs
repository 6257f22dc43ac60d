using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// A place in the source that moves forward and knows its line and column. Reading at or past the end gives 0, a byte that
/// no valid text holds, unless the text was cut there because of undecodable input: then the decoding error is raised, so that
/// what is before it is read first, as the reference does.
/// </summary>
internal sealed class Cursor(SourceText source)
{
    private const int IndicatorCharacters = 4;
    private const int MaxIndicatorBytes = IndicatorCharacters * 4;

    private readonly byte[] _text = source.Bytes;
    private readonly int _end = source.End;
    private readonly bool _ascii = source.IsAscii;
    private int _lineStart = source.Start;
    private int _continuations;
    private int _passedContinuations;

    /// <summary>The byte offset.</summary>
    public int Position { get; private set; } = source.Start;

    /// <summary>The line from 0.</summary>
    public int Line { get; private set; }

    /// <summary>Line breaks since the last character that is neither blank nor break.</summary>
    public int Newlines { get; private set; }

    /// <summary>How many characters of this line and the lines before were passed; only differences on one line mean something.</summary>
    public int Characters => Position - _passedContinuations - _continuations;

    /// <summary>The column from 0, in characters.</summary>
    public int Column => Position - _lineStart - _continuations;

    /// <summary>The place.</summary>
    public Mark Mark
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Position, Line, Column);
    }

    /// <summary>The byte at the cursor.</summary>
    public byte Current => At(Position);

    /// <summary>The byte some places further.</summary>
    public byte Ahead(int distance) => At(Position + distance);

    /// <summary>Whether the text ends here.</summary>
    public bool AtEnd => Current == 0;

    /// <summary>Whether nothing was passed yet.</summary>
    public bool IsAtStart => Position == source.Start;

    /// <summary>What is left of the text.</summary>
    public ReadOnlySpan<byte> Rest => _text.AsSpan(Position, _end - Position);

    /// <summary>Raises the decoding error that the text was cut for when fewer characters are left than an indicator needs.</summary>
    public void RequireIndicator()
    {
        if (_end - Position < MaxIndicatorBytes && _end - Position - Continuations(Rest) < IndicatorCharacters)
        {
            source.ThrowIfCut();
        }
    }

    /// <summary>The byte at an offset.</summary>
    public byte At(int index) => index < _end ? _text[index] : Beyond();

    /// <summary>A part of the source.</summary>
    public ReadOnlyMemory<byte> Slice(int start, int end) => new(_text, start, end - start);

    /// <summary>The bytes from an offset to the next of a set, or to the end of the text.</summary>
    public int RunLength(int index, SearchValues<byte> stops)
    {
        var length = _text.AsSpan(index, _end - index).IndexOfAny(stops);
        return length >= 0 ? length : _end - index;
    }

    /// <summary>The bytes from an offset to the next at which a plain scalar of block style may end, or to the end of the text.</summary>
    public int PlainRunLength(int index) => PlainRun.LengthOf(_text.AsSpan(index, _end - index));

    /// <summary>The offset of the character before another.</summary>
    public int Before(int index)
    {
        do
        {
            index--;
        }
        while (index > source.Start && Bytes.IsContinuation(_text[index]));

        return index;
    }

    /// <summary>Whether a line break is at an offset: LF, CR, U+0085, U+2028, U+2029.</summary>
    public bool IsBreak(int index) => BreakLength(index) > 0;

    /// <summary>Whether a line break or the end of the text is at an offset.</summary>
    public bool IsBreakOrEnd(int index) => At(index) == 0 || BreakLength(index) > 0;

    /// <summary>Whether a blank, a line break or the end of the text is at an offset.</summary>
    public bool IsSpaceOrEnd(int index)
    {
        var value = At(index);
        return value == 0 || Bytes.IsBlank(value) || BreakLength(index) > 0;
    }

    /// <summary>Whether <c>---</c> or <c>...</c> is at the start of this line and a space after it.</summary>
    public bool AtDocumentIndicator() => Column == 0 && Current is (byte)'-' or (byte)'.'
        && Ahead(1) == Current && Ahead(2) == Current && IsSpaceOrEnd(Position + 3);

    /// <summary>Moves over bytes of this line that are not all blank.</summary>
    public void SkipText(int bytes)
    {
        Newlines = 0;
        Move(bytes);
    }

    /// <summary>Moves over blanks.</summary>
    public void SkipBlanks()
    {
        while (Bytes.IsBlank(Current))
        {
            Position++;
        }
    }

    /// <summary>Moves over one blank.</summary>
    public void SkipBlank()
    {
        Debug.Assert(Bytes.IsBlank(Current));
        Position++;
    }

    /// <summary>Moves to the end of this line, its break not included.</summary>
    public void SkipToBreak()
    {
        var length = LineLength();
        if (length > 0)
        {
            Newlines = Rest[..length].ContainsAnyExcept((byte)' ', (byte)'\t') ? 0 : Newlines;
            Move(length);
        }
    }

    /// <summary>The bytes up to the next line break or the end of the text.</summary>
    public int LineLength()
    {
        var from = Position;
        while (true)
        {
            var step = _text.AsSpan(from, _end - from).IndexOfAny(Bytes.LineStops);
            if (step < 0)
            {
                _ = At(_end);
                return _end - Position;
            }

            from += step;
            if (IsBreak(from))
            {
                return from - Position;
            }

            from++;
        }
    }

    /// <summary>Moves over a line break if there is one, and gives the bytes that stand for it in a folded text.</summary>
    public ReadOnlySpan<byte> SkipBreak()
    {
        var length = BreakLength(Position);
        if (length == 0)
        {
            return default;
        }

        var text = length == 3 ? _text.AsSpan(Position, 3) : "\n"u8;
        Position += length;
        Line++;
        Newlines++;
        StartLine();
        return text;
    }

    /// <summary>Counts what is left of a last line without a break as a line of its own, as the end of the stream does.</summary>
    public void ForceNewLine()
    {
        if (Column != 0)
        {
            Line++;
            StartLine();
        }
    }

    private void StartLine()
    {
        _lineStart = Position;
        _passedContinuations += _continuations;
        _continuations = 0;
    }

    private void Move(int bytes)
    {
        if (!_ascii)
        {
            _continuations += Continuations(_text.AsSpan(Position, bytes));
        }

        Position += bytes;
    }

    private int BreakLength(int index) => At(index) switch
    {
        (byte)'\n' => 1,
        (byte)'\r' => At(index + 1) == '\n' ? 2 : 1,
        Bytes.NextLineLead => At(index + 1) == 0x85 ? 2 : 0,
        Bytes.SeparatorLead => At(index + 1) == 0x80 && At(index + 2) is 0xA8 or 0xA9 ? 3 : 0,
        _ => 0,
    };

    private byte Beyond()
    {
        source.ThrowIfCut();
        return 0;
    }

    private static int Continuations(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
        {
            count += Bytes.IsContinuation(value) ? 1 : 0;
        }

        return count;
    }
}
