using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Manifests;

/// <summary>Cuts a rendered file into documents at lines that begin with <c>---</c> (spec helm.md 4.3).</summary>
public static class DocumentSplitter
{
    /// <summary>The documents with their exact text; blank ones are dropped.</summary>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> text, HelmGeneration generation) =>
        generation == HelmGeneration.V4 ? SplitAtLines(text) : SplitTrimmed(text);

    // Helm 4.2.4: a document keeps what follows its last character, so that it ends with its line break.
    private static List<ReadOnlyMemory<byte>> SplitAtLines(ReadOnlyMemory<byte> text)
    {
        var documents = new List<ReadOnlyMemory<byte>>();
        text = TrimStart(text);
        var start = 0;
        for (var line = 0; line < text.Length;)
        {
            var rest = text.Span[line..];
            if (rest.StartsWith("---"u8))
            {
                Add(documents, TrimStart(text[start..line]));
                var blanks = rest[3..].IndexOfAnyExcept((byte)' ', (byte)'\t');
                start = blanks < 0 ? text.Length : line + 3 + blanks;
            }

            var end = rest.IndexOf((byte)'\n');
            line = end < 0 ? text.Length : line + end + 1;
        }

        Add(documents, TrimStart(text[start..]));
        return documents;
    }

    // Helm 3: white space before the line, the dashes and all white space after them separate.
    private static List<ReadOnlyMemory<byte>> SplitTrimmed(ReadOnlyMemory<byte> text)
    {
        var documents = new List<ReadOnlyMemory<byte>>();
        text = Trim(text);
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var found = text.Span[at..].IndexOf("---"u8);
            if (found < 0)
            {
                break;
            }

            found += at;
            if (!BeginsLine(text.Span, found, start))
            {
                at = found + 1;
                continue;
            }

            Add(documents, Trim(text[start..found]));
            start = found + 3 + LeadingBlanks(text.Span[(found + 3)..]);

            // What was taken as white space no longer begins a line.
            at = start;
        }

        Add(documents, Trim(text[start..]));
        return documents;
    }

    private static bool BeginsLine(ReadOnlySpan<byte> text, int at, int from) => at == 0 || (at > from && text[at - 1] == '\n');

    private static void Add(List<ReadOnlyMemory<byte>> documents, ReadOnlyMemory<byte> document)
    {
        if (!Trim(document).IsEmpty)
        {
            documents.Add(document);
        }
    }

    private static int LeadingBlanks(ReadOnlySpan<byte> text)
    {
        var blanks = text.IndexOfAnyExcept(" \t\r\n\f"u8);
        return blanks < 0 ? text.Length : blanks;
    }

    private static ReadOnlyMemory<byte> TrimStart(ReadOnlyMemory<byte> text)
    {
        var at = 0;
        while (at < text.Length
            && Rune.DecodeFromUtf8(text.Span[at..], out var rune, out var width) == System.Buffers.OperationStatus.Done
            && Rune.IsWhiteSpace(rune))
        {
            at += width;
        }

        return text[at..];
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> text)
    {
        text = TrimStart(text);
        while (Rune.DecodeLastFromUtf8(text.Span, out var rune, out var width) == System.Buffers.OperationStatus.Done
            && Rune.IsWhiteSpace(rune))
        {
            text = text[..^width];
        }

        return text;
    }
}
