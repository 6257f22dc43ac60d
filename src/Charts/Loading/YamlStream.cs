using System.Text;

namespace SecretsKit.Charts.Loading;

/// <summary>
/// Cuts a text at its document markers without reading the documents, as the Kubernetes libraries do: a marker is a line that begins with
/// <c>---</c>, and only a comment may follow it there.
/// </summary>
internal static class YamlStream
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '\v', '\f'];

    /// <summary>
    /// The pieces that hold anything. A marker that is before its document belongs to it, and counts as
    /// its first line; one that ends a document belongs to none.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="badMarker">
    /// What is behind <c>---</c> on the first line where that is not allowed, else null. Nothing from
    /// the document before that line on is among the pieces.
    /// </param>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> text, out string? badMarker)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        badMarker = null;
        for (var at = 0; at < text.Length;)
        {
            var end = text.Span[at..].IndexOf((byte)'\n');
            var next = end < 0 ? text.Length : at + end + 1;
            var line = text.Span[at..next];
            if (line.StartsWith("---"u8))
            {
                var rest = Encoding.UTF8.GetString(line[3..]).Trim(Blanks);
                if (rest.Length > 0 && rest[0] != '#')
                {
                    badMarker = rest;
                    return pieces;
                }

                if (at > start)
                {
                    pieces.Add(text[start..at]);
                    start = next;
                }
            }

            at = next;
        }

        if (start < text.Length)
        {
            pieces.Add(text[start..]);
        }

        return pieces;
    }
}
