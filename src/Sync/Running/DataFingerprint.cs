using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Recognizes values that were seen before without keeping them: half of a keyed SHA-256 whose key is made anew by each agent and never
/// leaves it, so that a fingerprint says nothing about values.
/// </summary>
internal sealed class DataFingerprint
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The fingerprint of keys and values.</summary>
    public UInt128 Of(SecretMap data)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Span<byte> length = stackalloc byte[4];
        foreach (var (key, value) in data.Entries)
        {
            // Lengths keep what belongs to a key from being taken for a part of the next.
            var name = Encoding.UTF8.GetBytes(key);
            BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
            hash.AppendData(length);
            hash.AppendData(name);
            BinaryPrimitives.WriteInt32BigEndian(length, value.Bytes.Length);
            hash.AppendData(length);
            hash.AppendData(value.Bytes.Span);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }
}
