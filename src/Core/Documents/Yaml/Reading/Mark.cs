namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>A place in the text. Line and column count from 0, the column in characters; the index is a byte offset.</summary>
internal readonly record struct Mark(int Index, int Line, int Column)
{
    /// <summary>The place some columns further on the same line.</summary>
    public Mark Right(int columns) => new(Index + columns, Line, Column + columns);
}
