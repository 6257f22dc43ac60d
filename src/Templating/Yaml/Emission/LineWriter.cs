using System.Buffers;

namespace SecretsKit.Templating.Yaml.Emission;

/// <summary>Where the emitter's characters go; knows the column, counted in characters from 0.</summary>
internal sealed class LineWriter(IBufferWriter<byte> output) : IDisposable
{
    private const int BufferLength = 8 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _used;

    /// <summary>Characters on this line so far.</summary>
    public int Column { get; private set; }

    /// <summary>Writes text without line breaks.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        Append(text);
        foreach (var c in text)
        {
            // Continuation bytes are part of a character already counted.
            Column += (c & 0xC0) == 0x80 ? 0 : 1;
        }
    }

    /// <summary>Writes ASCII text without line breaks.</summary>
    public void WriteAscii(ReadOnlySpan<byte> text)
    {
        Append(text);
        Column += text.Length;
    }

    /// <summary>Ends the line with a break of one or more bytes.</summary>
    public void Break(ReadOnlySpan<byte> lineBreak)
    {
        Append(lineBreak);
        Column = 0;
    }

    /// <summary>Ends the line.</summary>
    public void Break() => Break("\n"u8);

    /// <summary>Goes to a column of a fresh line: this one if nothing is on it yet.</summary>
    public void StartLine(int indent)
    {
        if (Column > 0)
        {
            Break();
        }

        Pad(indent);
    }

    /// <summary>Writes blanks up to a column.</summary>
    public void Pad(int column)
    {
        ReadOnlySpan<byte> blanks = "                                "u8;
        while (Column < column)
        {
            WriteAscii(blanks[..Math.Min(column - Column, blanks.Length)]);
        }
    }

    /// <summary>Hands over what is buffered.</summary>
    public void Flush()
    {
        output.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    // The buffer has held values, which may be secret.
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > _buffer.Length - _used)
        {
            Flush();
            if (text.Length > _buffer.Length)
            {
                output.Write(text);
                return;
            }
        }

        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
    }
}
