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

    // The length of what was compressed, at the end.
    private const int LengthBytes = 4;

    private const int LeastBuffer = 64 * 1024;

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
    /// <returns>What is wrong, or null.</returns>
    internal static RecordFault? Decode(ReadOnlySpan<byte> payload, out ReadOnlyMemory<byte> json)
    {
        json = default;
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(payload.Length)];
        if (Base64.DecodeFromUtf8(payload, data, out _, out var length) != OperationStatus.Done)
        {
            return RecordFault.NotBase64;
        }

        if (length > Magic.Length && data.AsSpan().StartsWith(Magic))
        {
            return Decompress(data.AsSpan(0, length), out json);
        }

        json = data.AsMemory(0, length);
        return length > MaxJsonBytes ? RecordFault.TooLarge : null;
    }

    private static RecordFault? Decompress(ReadOnlySpan<byte> data, out ReadOnlyMemory<byte> json)
    {
        json = default;
        var declared = BinaryPrimitives.ReadUInt32LittleEndian(data[^LengthBytes..]);
        var buffer = new byte[Math.Clamp(declared, LeastBuffer, MaxJsonBytes) + 1];
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

        // The base library takes data that break off for whole: their last bytes are then no length.
        if (declared != length || length == 0)
        {
            return RecordFault.DamagedCompression;
        }

        json = buffer.AsMemory(0, length);
        return null;
    }
}
