namespace SecretsKit.Charts.Loading;

/// <summary>Cuts a text at its document markers without reading the documents: lines of <c>---</c>, blanks or a comment after it.</summary>
internal static class YamlStream
{
    /// <summary>The pieces that hold anything.</summary>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> text)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var line = text.Span[at..];
            var end = line.IndexOf((byte)'\n');
            var next = end < 0 ? text.Length : at + end + 1;
            if (IsMarker(line[..(next - at)]))
            {
                AddPiece(pieces, text[start..at]);
                start = next;
            }

            at = next;
        }

        AddPiece(pieces, text[start..]);
        return pieces;
    }

    private static bool IsMarker(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("---"u8))
        {
            return false;
        }

        var rest = line[3..].Trim(" \t\r\n"u8);
        return rest.IsEmpty || rest[0] == '#';
    }

    private static void AddPiece(List<ReadOnlyMemory<byte>> pieces, ReadOnlyMemory<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            pieces.Add(piece);
        }
    }
}
