using System.Buffers.Text;
using System.Diagnostics;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// The one text form of a value, which is what the cipher encrypts and what the MAC covers (spec sops.md 1.2).
/// </summary>
public static class ScalarText
{
    /// <summary>Room in bytes that <see cref="Serialize"/> may need.</summary>
    public const int ScratchSize = GoFloat.MaxShortestLength;

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
            _ => throw Unsupported(leaf),
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
                fits = GoFloat.TryFormat(number.Value, scratch, out written, GoFloatFormat.Plain);
                break;
            case TimeNode time:
                fits = time.Value.TryFormatRfc3339Nano(scratch, out written);
                break;
            default:
                throw Unsupported(leaf);
        }

        return fits ? scratch[..written] : throw new ArgumentException("the scratch buffer is too small", nameof(scratch));
    }

    /// <summary>Reads the text of a number, truth value or moment.</summary>
    /// <param name="type">Any type but the three whose text is the value.</param>
    /// <param name="text">The decrypted text.</param>
    /// <param name="failure">The reference tool's message, without the text that it quotes.</param>
    internal static Node? Parse(ScalarType type, ReadOnlySpan<byte> text, out string? failure)
    {
        switch (type)
        {
            case ScalarType.Int:
                failure = Failure("Atoi", GoNumber.Atoi(text, out var integer));
                return failure is null ? new IntNode(integer) : null;
            case ScalarType.Float:
                failure = Failure("ParseFloat", GoNumber.ParseFloat(text, out var number));
                return failure is null ? new FloatNode(number) : null;
            case ScalarType.Bool:
                failure = Failure("ParseBool", GoNumber.ParseBool(text, out var truth));
                return failure is null ? new BoolNode(truth) : null;
            case ScalarType.Time:
                var read = Timestamp.TryParseRfc3339(text, out var moment, out var error);
                failure = read ? null : Failure(error);
                return read ? new TimeNode(moment) : null;
            default:
                throw new UnreachableException();
        }
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

    private static Exception Unsupported(Node leaf) =>
        leaf is UnsignedNode ? new SecretsKitException(ErrorCode.EncryptFailed, "Cannot walk value, unknown type: uint64")
        : new ArgumentException("containers and nulls have no text", nameof(leaf));

    private static string? Failure(string function, GoNumberError error) =>
        error == GoNumberError.None ? null : $"strconv.{function}: parsing: {GoNumber.Describe(error)}";

    private static string Failure(TimestampError error) =>
        error.OutOfRange is { } part ? $"parsing time: {part} out of range"
        : error.Expected.Length == 0 ? "parsing time: extra text"
        : $"parsing time as \"{TimestampError.Rfc3339Layout}\": cannot parse as \"{error.Expected}\"";
}
