using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>The way from the JSON of a record to what storages carry, and back: base64 of gzip (spec helm.md 6.1).</summary>
public static class RecordPayload
{
    /// <summary>
    /// Most bytes of JSON that are read: far more than fits into a Secret of 1 MiB at any ratio that text compresses to, and little enough
    /// that a forged record does not take the memory of the machine.
    /// </summary>
    public const int MaxJsonBytes = 64 * 1024 * 1024;

    // Without a header, and with the length that ends each gzip file.
    private const int LengthBytes = 4;

    private static ReadOnlySpan<byte> Magic => [0x1f, 0x8b, 0x08];

    /// <summary>Compresses JSON as small as may be: the place for records is short.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> json)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(json);
        }

        var text = new byte[Base64.GetMaxEncodedToUtf8Length((int)compressed.Length)];
        Base64.EncodeToUtf8(compressed.GetBuffer().AsSpan(0, (int)compressed.Length), text, out _, out _);
        return text;
    }

    /// <summary>Reads a payload; one that was never compressed is taken as it is.</summary>
    /// <param name="payload">Base64 text.</param>
    /// <param name="json">What should be JSON; empty after a fault.</param>
    /// <param name="isComplete">Whether the compressed data were there up to their end.</param>
    /// <returns>What is wrong, or null.</returns>
    internal static RecordFault? Decode(ReadOnlySpan<byte> payload, out ReadOnlyMemory<byte> json, out bool isComplete)
    {
        (json, isComplete) = (default, true);
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(payload.Length)];
        if (Base64.DecodeFromUtf8(payload, data, out _, out var length) != OperationStatus.Done)
        {
            return RecordFault.NotBase64;
        }

        if (length > Magic.Length && data.AsSpan().StartsWith(Magic))
        {
            return Decompress(data.AsMemory(0, length), out json, out isComplete);
        }

        json = data.AsMemory(0, length);
        return length > MaxJsonBytes ? RecordFault.TooLarge : null;
    }

    private static RecordFault? Decompress(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> json, out bool isComplete)
    {
        (json, isComplete) = (default, false);
        var declared = data.Length < LengthBytes ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(data.Span[^LengthBytes..]);
        var buffer = new byte[Math.Min(declared, MaxJsonBytes) + 1];
        var length = 0;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
            while (gzip.Read(buffer, length, buffer.Length - length) is var read and > 0)
            {
                length += read;
                if (length > MaxJsonBytes)
                {
                    return RecordFault.TooLarge;
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(2 * length, MaxJsonBytes + 1));
                }
            }
        }
        catch (InvalidDataException)
        {
            return RecordFault.DamagedCompression;
        }

        // The base library takes an early end for the end.
        (json, isComplete) = (buffer.AsMemory(0, length), declared == length);
        return null;
    }
}
