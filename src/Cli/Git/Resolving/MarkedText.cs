using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Git.Resolving;

/// <summary>Two plaintexts as one with conflict markers, for the editor alone: it is never written to a disk.</summary>
internal static class MarkedText
{
    private static ReadOnlySpan<byte> OursMark => "<<<<<<< ours\n"u8;

    private static ReadOnlySpan<byte> Middle => "=======\n"u8;

    private static ReadOnlySpan<byte> TheirsMark => ">>>>>>> theirs\n"u8;

    /// <summary>The text: lines that both have, and between markers those that one has.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> ours, ReadOnlyMemory<byte> theirs)
    {
        var (left, right) = (Lines(ours), Lines(theirs));
        var found = ListAlignment.Of(left, right);
        using var text = new OutputBuffer();
        var (l, r) = (0, 0);
        for (var next = 0; next <= left.Count; next++)
        {
            if (next < left.Count && found[next] < 0)
            {
                continue;
            }

            var nextRight = next < left.Count ? found[next] : right.Count;
            if (next > l || nextRight > r)
            {
                Append(text, OursMark);
                Append(text, left[l..next]);
                Append(text, Middle);
                Append(text, right[r..nextRight]);
                Append(text, TheirsMark);
            }

            if (next < left.Count)
            {
                Append(text, left[next..(next + 1)]);
            }

            (l, r) = (next + 1, nextRight + 1);
        }

        return text.ToArray();
    }

    /// <summary>Whether a line begins with a marker.</summary>
    public static bool HasMarkers(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            if (text[range].StartsWith("<<<<<<< "u8) || text[range].StartsWith(">>>>>>> "u8))
            {
                return true;
            }
        }

        return false;
    }

    private static List<Node> Lines(ReadOnlyMemory<byte> text)
    {
        var lines = new List<Node>();
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n') + 1;
            end = end == 0 ? text.Length : end;
            lines.Add(new StringNode(new ByteString(text[..end])));
            text = text[end..];
        }

        return lines;
    }

    // A last line without its end must not swallow the marker behind it.
    private static void Append(OutputBuffer text, List<Node> lines)
    {
        foreach (var line in lines)
        {
            var bytes = ((StringNode)line).Value.Span;
            Append(text, bytes);
            if (bytes[^1] != (byte)'\n')
            {
                Append(text, "\n"u8);
            }
        }
    }

    private static void Append(OutputBuffer text, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(text.GetSpan(bytes.Length));
        text.Advance(bytes.Length);
    }
}
