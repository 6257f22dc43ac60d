using System.Buffers;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Yaml.Layout;

/// <summary>
/// Gives written YAML the layout of a text that was there before: its indentation and styles, its first <c>---</c>, and its empty lines,
/// wherever keys and items of both have the same place. What is read from the result stays what it was, or the text stays as it is written.
/// </summary>
internal static class KeptLayout
{
    /// <summary>How a text is written, or null where it cannot be read.</summary>
    public static KeptStyles? StylesOf(ReadOnlyMemory<byte> model)
    {
        try
        {
            return KeptStyles.Of(model);
        }
        catch (DocumentException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return null; // The model may be of another format.
        }
    }

    /// <summary>The text in the styles and with the empty lines of the model, as far as the same is read from it.</summary>
    /// <param name="text">What is to be written.</param>
    /// <param name="styled">The same in the styles of the model.</param>
    /// <param name="model">The text that was there before.</param>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> styled, ReadOnlyMemory<byte> model) =>
        TrySpaced(styled, text, model) ?? (Reads(styled, text) ? styled : TrySpaced(text, text, model) ?? text);

    private static ReadOnlyMemory<byte>? TrySpaced(ReadOnlyMemory<byte> styled, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> model)
    {
        try
        {
            ReadOnlyMemory<byte> spaced = Spaced(new(styled), new(model));
            return IsSame(spaced, text) ? spaced : null;
        }
        catch (DocumentException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return null; // Empty lines may not be possible everywhere.
        }
    }

    private static bool Reads(ReadOnlyMemory<byte> styled, ReadOnlyMemory<byte> text)
    {
        try
        {
            return IsSame(styled, text);
        }
        catch (DocumentException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return false;
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

    private static bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        var left = YamlCodec.Instance.Read(one, DocumentLimits.Default).Branches;
        var right = YamlCodec.Instance.Read(other, DocumentLimits.Default).Branches;
        return left.Count == right.Count && left.Zip(right).All(pair => NodeEquality.AreEqual(pair.First, pair.Second));
    }
}
