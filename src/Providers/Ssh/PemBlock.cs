using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecretsKit.Providers.Ssh;

/// <summary>The first PEM block of a text. Its content is secret and wiped on disposal.</summary>
internal sealed class PemBlock : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    private PemBlock(ReadOnlySpan<byte> label, ReadOnlySpan<byte> headers, byte[] buffer, int length)
    {
        Label = System.Text.Encoding.Latin1.GetString(label);
        IsEncrypted = headers.IndexOf("Proc-Type: 4,ENCRYPTED"u8) >= 0;
        CipherHeader = Header(headers, "DEK-Info: "u8);
        (_buffer, _length) = (buffer, length);
    }

    /// <summary>What is after BEGIN.</summary>
    public string Label { get; }

    /// <summary>Whether a header says that the content is encrypted.</summary>
    public bool IsEncrypted { get; }

    /// <summary>
    /// What the <c>DEK-Info</c> header says, or nothing: the name of a cipher, a comma, and the initial value in hexadecimal.
    /// </summary>
    public string CipherHeader { get; }

    /// <summary>The decoded content, lent until disposal.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    /// <summary>Finds and decodes a block, or answers null.</summary>
    public static PemBlock? Find(ReadOnlySpan<byte> text)
    {
        var begin = text.StartsWith("-----BEGIN "u8) ? 0 : text.IndexOf("\n-----BEGIN "u8) + 1;
        if (begin == 0 && !text.StartsWith("-----BEGIN "u8))
        {
            return null;
        }

        var rest = text[(begin + "-----BEGIN ".Length)..];
        var labelEnd = rest.IndexOf("-----"u8);
        var lineEnd = rest.IndexOf((byte)'\n');
        if (labelEnd < 0 || lineEnd < labelEnd || rest[(labelEnd + 5)..lineEnd].IndexOfAnyExcept(" \t\r"u8) >= 0)
        {
            return null;
        }

        var label = rest[..labelEnd];
        rest = rest[lineEnd..];
        byte[] closing = [.. "\n-----END "u8, .. label, .. "-----"u8];
        var end = rest.IndexOf(closing);
        return end < 0 ? null : Decode(label, rest[..end]);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);

    private static string Header(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name)
    {
        var at = headers.IndexOf(name);
        if (at < 0)
        {
            return "";
        }

        var value = headers[(at + name.Length)..];
        return System.Text.Encoding.Latin1.GetString(value[..value.IndexOfAny((byte)'\r', (byte)'\n')]);
    }

    private static PemBlock? Decode(ReadOnlySpan<byte> label, ReadOnlySpan<byte> body)
    {
        // Old keys have headers before an empty line; they matter only where they say that the rest is encrypted.
        ReadOnlySpan<byte> headers = default;
        if (body.Contains((byte)':'))
        {
            var blank = Math.Max(body.IndexOf("\n\n"u8), body.IndexOf("\n\r\n"u8));
            if (blank < 0)
            {
                return null;
            }

            headers = body[..(blank + 1)];
            body = body[blank..];
        }

        var buffer = GC.AllocateUninitializedArray<byte>(body.Length, pinned: true);
        body.CopyTo(buffer);
        if (Base64.DecodeFromUtf8InPlace(buffer, out var length) == OperationStatus.Done)
        {
            return new PemBlock(label, headers, buffer, length);
        }

        CryptographicOperations.ZeroMemory(buffer);
        return null;
    }
}
