using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace SecretsKit.Providers.Grpc;

/// <summary>The frame around a message: a flag for compression, the length in four bytes, the message.</summary>
internal static class GrpcFrame
{
    /// <summary>Bytes before the message.</summary>
    public const int HeadLength = 5;

    private const byte Plain = 0;
    private const byte Compressed = 1;

    /// <summary>A frame with a message as it is, in a pinned array which the caller wipes.</summary>
    public static byte[] Write(ReadOnlySpan<byte> message) => Write(Plain, message);

    /// <summary>A frame with a message that is compressed already, which the header grpc-encoding says.</summary>
    public static byte[] WriteCompressed(ReadOnlySpan<byte> compressed) => Write(Compressed, compressed);

    /// <summary>The one message of a content, in a pinned array which the caller wipes.</summary>
    /// <param name="content">All that came.</param>
    /// <param name="encoding">How compressed messages are compressed: the header grpc-encoding, or null.</param>
    /// <param name="maxBytes">The largest message that is taken.</param>
    /// <exception cref="GrpcException">It is no frame, or too large.</exception>
    public static byte[] Read(ReadOnlySpan<byte> content, string? encoding, int maxBytes)
    {
        if (content.Length < HeadLength)
        {
            throw new GrpcException(new(GrpcStatusCode.Internal, content.IsEmpty ? "cardinality violation: received no response message"
                : "unexpected EOF"));
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(content[1..]);
        if (length > maxBytes)
        {
            throw TooLarge(length, maxBytes);
        }

        if (content.Length != HeadLength + (int)length)
        {
            throw new GrpcException(new(GrpcStatusCode.Internal, content.Length < HeadLength + (int)length ? "unexpected EOF"
                : "cardinality violation: received multiple response messages"));
        }

        return content[0] switch
        {
            Plain => Copy(content[HeadLength..]),
            Compressed when encoding == "gzip" => Decompress(content[HeadLength..], maxBytes),
            Compressed => throw new GrpcException(new(GrpcStatusCode.Internal, "grpc: a compressed message without a known grpc-encoding")),
            _ => throw new GrpcException(new(
                GrpcStatusCode.Internal, string.Create(CultureInfo.InvariantCulture,
                    $"grpc: received unexpected payload format {content[0]}"))),
        };
    }

    private static byte[] Write(byte flag, ReadOnlySpan<byte> message)
    {
        var frame = GC.AllocateUninitializedArray<byte>(HeadLength + message.Length, pinned: true);
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }

    private static byte[] Copy(ReadOnlySpan<byte> message)
    {
        var copy = GC.AllocateUninitializedArray<byte>(message.Length, pinned: true);
        message.CopyTo(copy);
        return copy;
    }

    private static byte[] Decompress(ReadOnlySpan<byte> compressed, int maxBytes)
    {
        using var plain = new Core.Secrets.WipedBuffer<byte>();
        try
        {
            using var source = new MemoryStream(compressed.ToArray());
            using var stream = new GZipStream(source, CompressionMode.Decompress);
            for (int count; (count = stream.Read(plain.GetSpan(HeadLength))) > 0;)
            {
                plain.Advance(count);
                if (plain.Length > maxBytes)
                {
                    throw TooLarge(plain.Length, maxBytes);
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new GrpcException(new(GrpcStatusCode.Internal, "grpc: failed to decompress the received message"));
        }

        return Copy(plain.Span);
    }

    private static GrpcException TooLarge(long length, int maxBytes) => new(new(
        GrpcStatusCode.ResourceExhausted,
        string.Create(CultureInfo.InvariantCulture, $"grpc: received message larger than max ({length} vs. {maxBytes})")));
}
