using System.Buffers.Text;

namespace SecretsKit.Core.Detection;

/// <summary>What is behind base64, as far as that can be found without keeping it.</summary>
internal static class Base64Text
{
    private const int MostDecoded = 3072;

    /// <summary>Whether it is text, or a picture, a certificate or a compressed file: not drawn at random.</summary>
    public static bool IsReadable(ReadOnlySpan<byte> value)
    {
        Span<byte> decoded = stackalloc byte[MostDecoded];
        var bytes = Decode(value, decoded);
        if (bytes.IsEmpty)
        {
            return false;
        }

        var known = bytes.StartsWith("GIF8"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0x30, 0x82])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8]);
        var isReadable = known || IsPrintable(bytes);
        decoded.Clear();
        return isReadable;
    }

    /// <summary>Whether it is a user and a password with a colon between them.</summary>
    public static bool IsCredentials(ReadOnlySpan<byte> value)
    {
        Span<byte> decoded = stackalloc byte[MostDecoded];
        var bytes = Decode(value, decoded);
        var colon = bytes.IndexOf((byte)':');
        var isCredentials = colon > 0 && colon < bytes.Length - 3 && IsPrintable(bytes)
            && SecretValues.Of(
                bytes[(
                    colon + 1)..]) is ValueShape.Random or ValueShape.Other or ValueShape.Hex or ValueShape.Uuid or ValueShape.Identifier;
        decoded.Clear();
        return isCredentials;
    }

    /// <summary>Decodes; empty for what is not base64, or too long.</summary>
    /// <param name="value">The text.</param>
    /// <param name="room">Where to; the caller wipes it.</param>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> value, Span<byte> room)
    {
        value = value.Trim(" \t\r\n"u8);
        return value.Length >= 4 && Base64.GetMaxDecodedFromUtf8Length(value.Length) <= room.Length
            && Base64.DecodeFromUtf8(value, room, out _, out var length) == System.Buffers.OperationStatus.Done
            ? room[..length]
            : default;
    }

    private static bool IsPrintable(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && !bytes.ContainsAnyExcept(Printable);

    private static readonly System.Buffers.SearchValues<byte> Printable = System.Buffers.SearchValues.Create(
        [(byte)'\t', (byte)'\n', (byte)'\r', .. Enumerable.Range(0x20, 0x5f).Select(c => (byte)c)]);
}
