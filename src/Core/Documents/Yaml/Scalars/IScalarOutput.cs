namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>Where the text of one scalar goes: an emitter's current line.</summary>
internal interface IScalarOutput
{
    /// <summary>How far the current line is written, from 0.</summary>
    int Column { get; }

    /// <summary>Writes text without line breaks.</summary>
    void Write(ReadOnlySpan<byte> text);

    /// <summary>Ends the line with this break.</summary>
    void Break(ReadOnlySpan<byte> lineBreak);

    /// <summary>Goes to a column of a line that holds no text yet, on a new line if need be.</summary>
    void Indent(int column);

    /// <summary>The line holds text of the scalar from here on, not only indentation.</summary>
    void EndIndentation();
}
