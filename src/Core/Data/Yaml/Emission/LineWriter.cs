using System.Buffers;
using SecretsKit.Core.Documents.Yaml.Scalars;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>Where the emitter's characters go; knows the column, counted in characters from 0.</summary>
internal sealed class LineWriter(IBufferWriter<byte> writer) : IScalarOutput, IDisposable
{
    private readonly EmitterOutput _output = new(writer);

    /// <summary>Characters on this line so far.</summary>
    public int Column { get; private set; }

    /// <summary>Writes text without line breaks.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        _output.Append(text);
        foreach (var c in text)
        {
            // Continuation bytes are part of a character already counted.
            Column += (c & 0xC0) == 0x80 ? 0 : 1;
        }
    }

    /// <summary>Writes ASCII text without line breaks.</summary>
    public void WriteAscii(ReadOnlySpan<byte> text)
    {
        _output.Append(text);
        Column += text.Length;
    }

    /// <summary>Ends the line with a break of one or more bytes.</summary>
    public void Break(ReadOnlySpan<byte> lineBreak)
    {
        _output.Append(lineBreak);
        Column = 0;
    }

    /// <summary>Ends the line.</summary>
    public void Break() => Break("\n"u8);

    /// <summary>Goes to a column of a fresh line: this one if nothing is on it yet.</summary>
    public void Indent(int column)
    {
        if (Column > 0)
        {
            Break();
        }

        Pad(column);
    }

    public void EndIndentation()
    {
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
    public void Flush() => _output.Flush();

    public void Dispose() => _output.Dispose();
}
