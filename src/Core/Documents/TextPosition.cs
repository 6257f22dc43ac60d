namespace SecretsKit.Core.Documents;

/// <summary>Turns a byte offset into what a person looks for. Only used once something is wrong.</summary>
internal static class TextPosition
{
    /// <summary>Line and column from 1; the column counts characters, not bytes.</summary>
    public static (int Line, int Column) Of(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..Math.Min(offset, text.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        var column = 1;
        foreach (var unit in before[lineStart..])
        {
            if ((unit & 0xc0) != 0x80)
            {
                column++;
            }
        }

        return (before.Count((byte)'\n') + 1, column);
    }
}
