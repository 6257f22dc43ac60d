using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>Writes the leaves of a tree, each in the style that leaves its type intact when it is read again.</summary>
internal static class TreeScalars
{
    private const int Base64LineLength = 70;
    private const int LongestOldBool = 3;

    /// <param name="emitter">Receives the leaf.</param>
    /// <param name="value">The leaf.</param>
    /// <param name="comments">Those around it.</param>
    /// <param name="kept">The style that a text has where it can have it; none for the usual one.</param>
    public static void Write(YamlEmitter emitter, Node value, in NodeComments comments, YamlStyle kept = YamlStyle.None)
    {
        switch (value)
        {
            case StringNode text:
                WriteString(emitter, text.Value.Span, comments, kept);
                break;
            case NullNode:
                emitter.Scalar("null"u8, YamlStyle.None, default, comments);
                break;
            case BoolNode flag:
                emitter.Scalar(flag.Value ? "true"u8 : "false"u8, YamlStyle.None, default, comments);
                break;
            default:
                WriteNumber(emitter, value, comments);
                break;
        }
    }

    private static void WriteNumber(YamlEmitter emitter, Node value, in NodeComments comments)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxShortestLength];
        var length = 0;
        var fits = value switch
        {
            IntNode number => Utf8Formatter.TryFormat(number.Value, text, out length),
            UnsignedNode number => Utf8Formatter.TryFormat(number.Value, text, out length),
            FloatNode number => GoFloat.TryFormat(number.Value, text, out length, GoFloatFormat.Yaml),
            TimeNode time => time.Value.TryFormatRfc3339Nano(text, out length),
            _ => throw new DocumentException(
                ErrorCode.EmitFailed, DocumentFault.NoForm, $"a {value} cannot stand where YAML wants a scalar"),
        };
        if (!fits)
        {
            throw new InvalidOperationException("the longest number exceeds its buffer");
        }

        emitter.Scalar(text[..length], YamlStyle.None, default, comments);
    }

    private static void WriteString(YamlEmitter emitter, ReadOnlySpan<byte> text, in NodeComments comments, YamlStyle kept)
    {
        if (!Utf8.IsValid(text))
        {
            WriteBinary(emitter, text, comments);
            return;
        }

        var style = text.Contains((byte)'\n') ? YamlStyle.Literal : ReadsAsString(text) ? YamlStyle.None : YamlStyle.DoubleQuoted;
        const YamlStyle Keepable = YamlStyle.DoubleQuoted | YamlStyle.SingleQuoted;
        style = (kept & Keepable) != 0 && !text.IsEmpty ? kept & Keepable : style;
        var properties = text.SequenceEqual("<<"u8) ? new NodeProperties(null, YamlTags.Merge) : default;
        emitter.Scalar(text, style, properties, comments);
    }

    private static void WriteBinary(YamlEmitter emitter, ReadOnlySpan<byte> bytes, in NodeComments comments)
    {
        var length = Base64.GetMaxEncodedToUtf8Length(bytes.Length);
        var lines = (length / Base64LineLength) + 1;
        var rented = ArrayPool<byte>.Shared.Rent((length * 2) + lines);
        try
        {
            var encoded = rented.AsSpan(0, length);
            Base64.EncodeToUtf8(bytes, encoded, out _, out _);
            if (lines == 1)
            {
                emitter.Scalar(encoded, YamlStyle.None, new NodeProperties(null, YamlTags.Binary), comments);
                return;
            }

            var broken = rented.AsSpan(length);
            var used = 0;
            while (!encoded.IsEmpty)
            {
                var line = encoded[..Math.Min(Base64LineLength, encoded.Length)];
                line.CopyTo(broken[used..]);
                used += line.Length;
                broken[used++] = (byte)'\n';
                encoded = encoded[line.Length..];
            }

            emitter.Scalar(broken[..used], YamlStyle.Literal, new NodeProperties(null, YamlTags.Binary), comments);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    // Beyond what our own resolver reads as something else: words and base-60 numbers of YAML 1.1, for the sake of other parsers.
    private static bool ReadsAsString(ReadOnlySpan<byte> text) =>
        YamlResolver.Resolve(text).Type is YamlScalarType.String or YamlScalarType.Merge && !IsOldBool(text) && !IsBase60(text);

    private static bool IsOldBool(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestOldBool || text.IsEmpty)
        {
            return false;
        }

        return text.SequenceEqual("y"u8) || text.SequenceEqual("Y"u8) || text.SequenceEqual("yes"u8) || text.SequenceEqual("Yes"u8)
            || text.SequenceEqual("YES"u8) || text.SequenceEqual("on"u8) || text.SequenceEqual("On"u8) || text.SequenceEqual("ON"u8)
            || text.SequenceEqual("n"u8) || text.SequenceEqual("N"u8) || text.SequenceEqual("no"u8) || text.SequenceEqual("No"u8)
            || text.SequenceEqual("NO"u8) || text.SequenceEqual("off"u8) || text.SequenceEqual("Off"u8) || text.SequenceEqual("OFF"u8);
    }

    // ^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$
    private static bool IsBase60(ReadOnlySpan<byte> text)
    {
        text = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]) || !text.Contains((byte)':'))
        {
            return false;
        }

        text = SkipDigits(text);
        var groups = 0;
        for (; text is [(byte)':', >= (byte)'0' and <= (byte)'9', ..]; groups++)
        {
            text = text is [_, <= (byte)'5', >= (byte)'0' and <= (byte)'9', ..] ? text[3..] : text[2..];
        }

        text = text is [(byte)'.', ..] ? SkipDigits(text[1..]) : text;
        return groups > 0 && text.IsEmpty;
    }

    private static ReadOnlySpan<byte> SkipDigits(ReadOnlySpan<byte> text)
    {
        while (text is [(>= (byte)'0' and <= (byte)'9') or (byte)'_', ..])
        {
            text = text[1..];
        }

        return text;
    }
}
