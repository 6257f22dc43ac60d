namespace SecretsKit.Core.Crypto;

/// <summary>Random identifiers (RFC 9562, version 4), from a source that is given.</summary>
public static class RandomUuid
{
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>Makes one.</summary>
    /// <param name="random">Fills 16 bytes.</param>
    public static Guid Create(RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[16];
        random(bytes);

        // Section 5.4: four bits of version, two of variant.
        bytes[VersionByte] = (byte)((bytes[VersionByte] & 0x0f) | 0x40);
        bytes[VariantByte] = (byte)((bytes[VariantByte] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
