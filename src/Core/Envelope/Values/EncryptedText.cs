using System.Buffers.Text;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// The parts of <c>ENC[AES256_GCM,data:...,iv:...,tag:...,type:...]</c>, still in base64. The separators are found as the reference's
/// greedy pattern finds them: each at its last possible place, all in the first line; what follows the last bracket is ignored.
/// </summary>
internal readonly ref struct EncryptedText
{
    private EncryptedText(ReadOnlySpan<byte> data, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> type)
    {
        Data = data;
        Iv = iv;
        Tag = tag;
        Type = type;
    }

    public ReadOnlySpan<byte> Data { get; }

    public ReadOnlySpan<byte> Iv { get; }

    public ReadOnlySpan<byte> Tag { get; }

    public ReadOnlySpan<byte> Type { get; }

    /// <summary>Room for the decoded data and tag together.</summary>
    public int MaxMessageLength => GoBase64.MaxDecodedLength(Data.Length) + GoBase64.MaxDecodedLength(Tag.Length);

    /// <summary>Room for the decoded IV.</summary>
    public int MaxIvLength => GoBase64.MaxDecodedLength(Iv.Length);

    private static ReadOnlySpan<byte> Prefix => "ENC[AES256_GCM,data:"u8;

    private static ReadOnlySpan<byte> IvMark => ",iv:"u8;

    private static ReadOnlySpan<byte> TagMark => ",tag:"u8;

    private static ReadOnlySpan<byte> TypeMark => ",type:"u8;

    /// <summary>
    /// Whether a text may be quoted in a message although it is where a secret could: it has the outer shape of a ciphertext.
    /// </summary>
    public static bool MayBeEchoed(ReadOnlySpan<byte> text) => text.StartsWith("ENC["u8) && text.EndsWith("]"u8);

    public static bool TryParse(ReadOnlySpan<byte> text, out EncryptedText parts)
    {
        parts = default;
        if (!text.StartsWith(Prefix))
        {
            return false;
        }

        var rest = text[Prefix.Length..];
        var line = rest.IndexOf((byte)'\n');
        rest = line < 0 ? rest : rest[..line];
        var end = rest.LastIndexOf((byte)']');
        if (end < 0 || !TryCut(ref rest, end, TypeMark, out var type) || !TryCut(ref rest, rest.Length, TagMark, out var tag)
            || !TryCut(ref rest, rest.Length, IvMark, out var iv) || rest.IsEmpty)
        {
            return false;
        }

        parts = new(rest, iv, tag, type);
        return true;
    }

    /// <summary>Decodes all three parts.</summary>
    /// <param name="message">
    /// Room for <see cref="MaxMessageLength"/> bytes; becomes the data followed by the tag. Where one ends and the other begins in the text
    /// does not matter, as in the reference: the tag is the last 16 bytes of both.
    /// </param>
    /// <param name="iv">Room for <see cref="MaxIvLength"/> bytes; becomes the IV.</param>
    /// <param name="failure">The reference tool's message.</param>
    public bool TryDecode(ref Span<byte> message, ref Span<byte> iv, out string? failure)
    {
        int ivLength = 0, tagLength = 0;
        failure = Decode("data", Data, message, out var dataLength)
            ?? Decode("iv", Iv, iv, out ivLength)
            ?? Decode("tag", Tag, message[dataLength..], out tagLength);
        message = message[..(dataLength + tagLength)];
        iv = iv[..ivLength];
        return failure is null;
    }

    /// <summary>Length of the text that <see cref="Write"/> makes.</summary>
    public static int LengthOf(int data, int iv, int tag, int type) =>
        Prefix.Length + Base64.GetMaxEncodedToUtf8Length(data) + IvMark.Length + Base64.GetMaxEncodedToUtf8Length(iv)
        + TagMark.Length + Base64.GetMaxEncodedToUtf8Length(tag) + TypeMark.Length + type + 1;

    public static void Write(
        Span<byte> destination, ReadOnlySpan<byte> data, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> type)
    {
        Append(ref destination, Prefix);
        AppendBase64(ref destination, data);
        Append(ref destination, IvMark);
        AppendBase64(ref destination, iv);
        Append(ref destination, TagMark);
        AppendBase64(ref destination, tag);
        Append(ref destination, TypeMark);
        Append(ref destination, type);
        Append(ref destination, "]"u8);
    }

    private static string? Decode(string part, ReadOnlySpan<byte> text, Span<byte> destination, out int written) =>
        GoBase64.TryDecode(text, destination, out written, out var offset) ? null
        : $"Error base64-decoding {part}: illegal base64 data at input byte {offset}";

    // Takes the last field, which ends at the given place and has at least one byte, off the end of the text.
    private static bool TryCut(scoped ref ReadOnlySpan<byte> text, int end, ReadOnlySpan<byte> mark, out ReadOnlySpan<byte> field)
    {
        var start = end == 0 ? -1 : text[..(end - 1)].LastIndexOf(mark);
        field = start < 0 ? default : text[(start + mark.Length)..end];
        text = start < 0 ? text : text[..start];
        return start >= 0;
    }

    private static void Append(ref Span<byte> destination, ReadOnlySpan<byte> text)
    {
        text.CopyTo(destination);
        destination = destination[text.Length..];
    }

    private static void AppendBase64(ref Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        Base64.EncodeToUtf8(bytes, destination, out _, out var written);
        destination = destination[written..];
    }
}
