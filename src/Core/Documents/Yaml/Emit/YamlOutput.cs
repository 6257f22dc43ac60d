using System.Buffers;
using SecretsKit.Core.Documents.Yaml.Scalars;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>
/// Where the emitter's characters go, with what the layout rules must know of the current line. <see cref="Whitespace"/>: a token may
/// follow without a space. <see cref="Indention"/>: the line holds nothing but indentation and indicators so far.
/// </summary>
internal sealed class YamlOutput(IBufferWriter<byte> writer) : IScalarOutput, IDisposable
{
    private const int NoFoot = -1;
    private readonly EmitterOutput _output = new(writer);
    private int _footIndent = NoFoot;

    public bool Whitespace { get; set; } = true;

    public bool Indention { get; set; } = true;

    public int Column { get; private set; }

    public bool AtLineStart => Column == 0;

    /// <summary>Remembers that a foot comment ended at this column, so that a blank line keeps the next line there apart from it.</summary>
    public void MarkFoot(int indent) => _footIndent = Math.Max(indent, 0);

    public void ForgetFoot() => _footIndent = NoFoot;

    /// <summary>
    /// Writes text without line breaks. Columns are counted in bytes: only their order relative to the indentation matters.
    /// </summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        Column += text.Length;
        _output.Append(text);
    }

    public void Write(byte c)
    {
        Column++;
        _output.Append(c);
    }

    public void Break() => Break("\n"u8);

    public void Break(ReadOnlySpan<byte> lineBreak)
    {
        _output.Append(lineBreak);
        Column = 0;
        Indention = true;
    }

    /// <summary>Goes to a column on a line that holds no text yet, starting a new line if need be.</summary>
    public void Indent(int indent)
    {
        indent = Math.Max(indent, 0);
        if (!Indention || Column > indent || (Column == indent && !Whitespace))
        {
            Break();
        }

        if (_footIndent == indent)
        {
            Break();
        }

        for (; Column < indent; )
        {
            Write((byte)' ');
        }

        Whitespace = true;
        _footIndent = NoFoot;
    }

    public void EndIndentation() => Indention = false;

    /// <summary>Writes the space that a token needs before it.</summary>
    public void BeginToken()
    {
        if (!Whitespace)
        {
            Write((byte)' ');
        }

        Whitespace = false;
        Indention = false;
    }

    /// <summary>Writes a token that starts after a space.</summary>
    public void Token(ReadOnlySpan<byte> token)
    {
        BeginToken();
        Write(token);
    }

    /// <summary>Writes a token right after what is there.</summary>
    public void Join(ReadOnlySpan<byte> token)
    {
        Write(token);
        Whitespace = false;
        Indention = false;
    }

    /// <summary>Writes <c>-</c>, <c>?</c> or <c>:</c> of a block collection, which counts as indentation at the start of a line.</summary>
    public void BlockIndicator(byte indicator)
    {
        if (!Whitespace)
        {
            Write((byte)' ');
        }

        Write(indicator);
        Whitespace = false;
    }

    public void Flush() => _output.Flush();

    public void Dispose() => _output.Dispose();
}
