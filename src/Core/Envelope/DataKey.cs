using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Core.Envelope;

/// <summary>The random key of 32 bytes that encrypts the values of one file.</summary>
public sealed class DataKey : PinnedSecret
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    /// <summary>Copies <paramref name="source"/>, which stays the caller's to wipe.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Size"/>.</exception>
    public DataKey(ReadOnlySpan<byte> source)
        : base(source)
    {
        if (source.Length != Size)
        {
            throw new ArgumentException("a data key has 32 bytes", nameof(source));
        }
    }

    private DataKey(RandomFill random)
        : base(Size) => random(Writable);

    /// <summary>A fresh key. The caller owns it.</summary>
    public static DataKey Generate(RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new(random);
    }
}
