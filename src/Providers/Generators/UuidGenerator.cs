using System.Buffers.Binary;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Generators;

/// <summary>A random UUID (version 4), in <c>uuid</c>.</summary>
internal sealed class UuidGenerator(RandomFill random) : ISecretGenerator
{
    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "UUID", "uuidSpec", static (_, context) => new UuidGenerator(context.Host.Random));

    /// <inheritdoc/>
    public ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Span<byte> bytes = stackalloc byte[16];
        random(bytes);

        // RFC 9562 5.4: four bits of version, two of variant.
        var version = (ushort)((BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0fff) | 0x4000);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], version);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return ValueTask.FromResult(new SecretMap { ["uuid"] = SecretValue.OfText(new Guid(bytes, bigEndian: true).ToString("D")) });
    }
}
