namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>A place in a text.</summary>
/// <param name="Index">The offset from 0, in UTF-16 units.</param>
/// <param name="Line">The line from 0.</param>
/// <param name="Column">The column from 0, in characters.</param>
internal readonly record struct TextMark(int Index, int Line, int Column);
