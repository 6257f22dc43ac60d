using System.Buffers;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Yaml.Layout;

/// <summary>
/// Gives written YAML the layout of a text that was there before: its indentation, its first <c>---</c>, and its empty lines, wherever
/// keys and items of both have the same place. What is read from the result stays what it was, or the text stays as it is written.
/// </summary>
internal static class KeptLayout
{
    private const int LeastIndent = 2;
    private const int MostIndent = 9;

    /// <summary>The columns by which a text indents its first map inside a map, or null.</summary>
    public static int? IndentOf(ReadOnlyMemory<byte> model)
    {
        try
        {
            return YamlReader.ReadAll(model, DocumentLimits.Default).Select(IndentOf).FirstOrDefault(found => found is not null);
        }
        catch (DocumentException)
        {
            return null;
        }
    }

    /// <summary>The text with the empty lines of the model.</summary>
    /// <param name="text">What is to be written.</param>
    /// <param name="model">The text that was there before.</param>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> model)
    {
        try
        {
            var spaced = Spaced(new(text), new(model));
            return IsSame(spaced, text) ? spaced : text;
        }
        catch (DocumentException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            // The model may be of another format, and empty lines may not be possible everywhere.
            return text;
        }
    }

    private static byte[] Spaced(PlacedLines text, PlacedLines model)
    {
        var blanks = new Dictionary<int, int>();
        foreach (var (place, line) in text.Places)
        {
            if (model.Places.TryGetValue(place, out var before))
            {
                Match(text.CommentsAbove(line), model.CommentsAbove(before), blanks, model);
            }
        }

        using var output = new OutputBuffer();
        if (model.BeginsWithMarker && !text.BeginsWithMarker)
        {
            output.Write("---\n"u8);
        }

        for (var line = 0; line < text.Count; line++)
        {
            for (var i = blanks.GetValueOrDefault(line); i > 0; i--)
            {
                output.Write("\n"u8);
            }

            output.Write(text[line].Span);
        }

        return output.ToArray();
    }

    // The line of the key first, then the comments above it, upward. Comments that are new, or gone, take no part.
    private static void Match(IReadOnlyList<int> text, IReadOnlyList<int> model, Dictionary<int, int> blanks, PlacedLines lines)
    {
        for (var at = 0; at < model.Count; at++)
        {
            if (lines.BlanksAbove(model[at]) is > 0 and var count)
            {
                var line = text.Count == model.Count ? text[at] : text[^1];
                blanks[line] = Math.Max(blanks.GetValueOrDefault(line), count);
            }
        }
    }

    private static bool IsSame(byte[] one, ReadOnlyMemory<byte> other)
    {
        var left = YamlCodec.Instance.Read(one, DocumentLimits.Default).Branches;
        var right = YamlCodec.Instance.Read(other, DocumentLimits.Default).Branches;
        return left.Count == right.Count && left.Zip(right).All(pair => NodeEquality.AreEqual(pair.First, pair.Second));
    }

    private static int? IndentOf(YamlNode node)
    {
        if (node.Kind == YamlKind.Mapping && node.Style == YamlStyle.None)
        {
            for (var i = 0; i + 1 < node.Children.Count; i += 2)
            {
                var (key, value) = (node.Children[i], node.Children[i + 1]);
                if (value is { Kind: YamlKind.Mapping, Style: YamlStyle.None, Children.Count: > 0 }
                    && value.Children[0].Column - key.Column is >= LeastIndent and <= MostIndent and var columns)
                {
                    return columns;
                }
            }
        }

        return node.Kind == YamlKind.Alias ? null : node.Children.Select(IndentOf).FirstOrDefault(found => found is not null);
    }
}
