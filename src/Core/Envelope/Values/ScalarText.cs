using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// The one text form of a value, which is what the cipher encrypts and what the MAC covers (spec sops.md 1.2).
/// </summary>
public static class ScalarText
{
    /// <summary>Room in bytes that <see cref="Serialize"/> may need.</summary>
    public const int ScratchSize = 352;

    /// <summary>The type of a leaf.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EncryptFailed"/>: SOPS has no type for this node.</exception>
    public static ScalarType TypeOf(Node leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return leaf switch
        {
            StringNode => ScalarType.String,
            IntNode => ScalarType.Int,
            FloatNode => ScalarType.Float,
            BoolNode => ScalarType.Bool,
            TimeNode => ScalarType.Time,
            CommentNode => ScalarType.Comment,
            UnsignedNode => throw new SecretsKitException(ErrorCode.EncryptFailed, "Cannot walk value, unknown type: uint64"),
            _ => throw new ArgumentException("containers and nulls have no text", nameof(leaf)),
        };
    }

    /// <summary>Writes a leaf.</summary>
    /// <param name="leaf">Any leaf that <see cref="TypeOf"/> accepts.</param>
    /// <param name="scratch">At least <see cref="ScratchSize"/> bytes; may be written to. The caller wipes it.</param>
    /// <returns>The text, either in the scratch buffer or in the node itself.</returns>
    public static ReadOnlySpan<byte> Serialize(Node leaf, Span<byte> scratch)
    {
        var written = 0;
        var fits = true;
        switch (leaf)
        {
            case StringNode text:
                return text.Value.Span;
            case CommentNode comment:
                return comment.Text.Span;
            case BoolNode truth:
                return truth.Value ? "True"u8 : "False"u8;
            case IntNode number:
                fits = Utf8Formatter.TryFormat(number.Value, scratch, out written);
                break;
            case FloatNode number:
                fits = false;
                break;
            case TimeNode time:
                fits = false;
                break;
            default:
                TypeOf(leaf);
                break;
        }

        return fits ? scratch[..written] : throw new ArgumentException("the scratch buffer is too small", nameof(scratch));
    }

    /// <summary>Reads the text of a number, truth value or moment.</summary>
    /// <param name="type">Any type but the three whose text is the value.</param>
    /// <param name="text">The decrypted text.</param>
    /// <param name="failure">The reference tool's message, without the text that it quotes.</param>
    internal static Node? Parse(ScalarType type, ReadOnlySpan<byte> text, out string? failure)
    {
        failure = null;
        switch (type)
        {
            case ScalarType.Int:
                return ParseInt(text, out failure);
            case ScalarType.Bool:
                if (ParseBool(text) is { } truth)
                {
                    return new BoolNode(truth);
                }

                failure = "strconv.ParseBool: parsing: invalid syntax";
                return null;
            default:
                throw new UnreachableException();
        }
    }

    private static bool? ParseBool(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'1' or (byte)'t' or (byte)'T'] => true,
        [(byte)'0' or (byte)'f' or (byte)'F'] => false,
        _ when text.SequenceEqual("True"u8) || text.SequenceEqual("true"u8) || text.SequenceEqual("TRUE"u8) => true,
        _ when text.SequenceEqual("False"u8) || text.SequenceEqual("false"u8) || text.SequenceEqual("FALSE"u8) => false,
        _ => null,
    };

    private static IntNode? ParseInt(ReadOnlySpan<byte> text, out string? failure)
    {
        failure = null;
        var digits = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            failure = "strconv.Atoi: parsing: invalid syntax";
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return new IntNode(number);
        }

        failure = "strconv.Atoi: parsing: value out of range";
        return null;
    }

    /// <summary>The <c>type:</c> field of a type.</summary>
    internal static ReadOnlySpan<byte> TagOf(ScalarType type) => type switch
    {
        ScalarType.String => "str"u8,
        ScalarType.Int => "int"u8,
        ScalarType.Float => "float"u8,
        ScalarType.Bool => "bool"u8,
        ScalarType.Time => "time"u8,
        ScalarType.Comment => "comment"u8,
        ScalarType.Bytes => "bytes"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The type of a <c>type:</c> field, or <see langword="null"/> for an unknown one.</summary>
    internal static ScalarType? TypeOfTag(ReadOnlySpan<byte> tag) => tag switch
    {
        _ when tag.SequenceEqual("str"u8) => ScalarType.String,
        _ when tag.SequenceEqual("int"u8) => ScalarType.Int,
        _ when tag.SequenceEqual("float"u8) => ScalarType.Float,
        _ when tag.SequenceEqual("bool"u8) => ScalarType.Bool,
        _ when tag.SequenceEqual("time"u8) => ScalarType.Time,
        _ when tag.SequenceEqual("comment"u8) => ScalarType.Comment,
        _ when tag.SequenceEqual("bytes"u8) => ScalarType.Bytes,
        _ => null,
    };
}
