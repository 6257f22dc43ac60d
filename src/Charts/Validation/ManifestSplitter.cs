namespace SecretsKit.Charts.Validation;

/// <summary>
/// Cuts a text into documents at the lines that YAML separates them by: <c>---</c>, alone or followed by white space, with any line break.
/// What else is on the line belongs to the document that begins there.
/// </summary>
internal static class ManifestSplitter
{
    private static ReadOnlySpan<byte> Marker => "---"u8;

    /// <summary>The documents in order, with comments; those without any byte are left out.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> text)
    {
        var start = 0;
        for (var line = 0; line < text.Length;)
        {
            var end = text.Span[line..].IndexOf((byte)'\n');
            var next = end < 0 ? text.Length : line + end + 1;

            // A marker in the first line of a document separates nothing.
            if (line > start && IsMarker(text.Span[line..next]))
            {
                if (line - 1 > start)
                {
                    yield return text[start..(line - 1)];
                }

                var rest = text.Span[(line + Marker.Length)..next].Trim(" \t\r\n"u8);
                start = rest is [] or [(byte)'#', ..] ? next : line + Marker.Length;
            }

            line = next;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool IsMarker(ReadOnlySpan<byte> line) =>
        line.StartsWith(Marker) && (line.Length == Marker.Length || " \t\r\n"u8.Contains(line[Marker.Length]));
}
