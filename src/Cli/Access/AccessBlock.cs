using System.Text;
using SecretsKit.Core.Documents;

namespace SecretsKit.Cli.Access;

/// <summary>
/// Puts who can decrypt a file behind its values, for diffs. Every line of the block begins with a mark at the very start of the line, and
/// no line of the values does: one that would gets a space in front. The block is a comment, in JSON
/// the key <c>sops</c>, which values cannot have at their top, so that the whole is a document of its format still.
/// </summary>
internal static class AccessBlock
{
    private const string Heading = "who can decrypt this file, and which of its values are encrypted; not part of the values";
    private const string NoLineEnd = "the last line of the values has no line end";

    /// <summary>The values with the block behind them.</summary>
    /// <param name="values">The values as text.</param>
    /// <param name="policy">What the block says.</param>
    /// <param name="shown">The format of the text; opaque bytes get the block as lines behind a number sign.</param>
    public static byte[] Append(ReadOnlySpan<byte> values, AccessPolicy policy, DocumentFormat shown)
    {
        var isJson = shown == DocumentFormat.Json;
        using var text = new OutputBuffer();
        WriteValues(text, isJson ? WithoutEnd(values) : values, isJson);
        var lines = AccessText.Lines(policy).Prepend(Heading);
        if (isJson)
        {
            var isEmpty = WithoutEnd(values) is [.., (byte)'{'];
            var items = lines.Select(
                line => $"\"sops: {line.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
            Write(text, $"{(isEmpty ? "" : ",")}\n\"sops\": [\n{string.Join(",\n", items)}\n]\n}}\n");
            return text.ToArray();
        }

        if (values is [.., not (byte)'\n'])
        {
            Write(text, "\n");
            lines = lines.Append(NoLineEnd);
        }

        Write(text, string.Concat(lines.Select(line => $"# sops: {line}\n")));
        return text.ToArray();
    }

    /// <summary>A text without a block, such as that of a file that is not encrypted: no line of it begins as one of a block.</summary>
    public static byte[] Without(ReadOnlySpan<byte> shown)
    {
        using var text = new OutputBuffer();
        WriteValues(text, shown, isJson: null);
        return text.ToArray();
    }

    // The brace that ends a JSON document comes behind the block.
    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> json)
    {
        var end = json.LastIndexOf((byte)'}');
        return json[..(end < 0 ? json.Length : end)].TrimEnd(" \t\r\n"u8);
    }

    private static void WriteValues(OutputBuffer text, ReadOnlySpan<byte> values, bool? isJson)
    {
        while (!values.IsEmpty)
        {
            if (LooksLikeBlock(values, isJson))
            {
                Write(text, " ");
            }

            var end = values.IndexOfAny((byte)'\n', (byte)'\r');
            var length = end < 0 ? values.Length : end + 1;
            values[..length].CopyTo(text.GetSpan(length));
            text.Advance(length);
            values = values[length..];
        }
    }

    // More than the mark itself, so that nothing a person could take for it is at the start of a
    // line; either mark where none is written.
    private static bool LooksLikeBlock(ReadOnlySpan<byte> line, bool? isJson)
    {
        if ((line[0] != (byte)'"' || isJson == false) && (line[0] != (byte)'#' || isJson == true))
        {
            return false;
        }

        var word = line.TrimStart("\"#; \t"u8);
        return word.Length >= 4 && Ascii.EqualsIgnoreCase(word[..4], "sops"u8);
    }

    private static void Write(OutputBuffer text, string words)
    {
        var bytes = Encoding.UTF8.GetBytes(words);
        bytes.CopyTo(text.GetSpan(bytes.Length));
        text.Advance(bytes.Length);
    }
}
