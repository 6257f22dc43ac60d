namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>
/// What cryptography is counted as, in steps: one for each 80 ns that it takes on average, so that the steps of one rendering make keys and
/// hashes for some eight seconds, whichever they are. That is 33 certificates or 5 large keys or 125 passwords.
/// </summary>
internal static class CryptoCosts
{
    /// <summary>A new RSA key of 2,048 bits: a quarter of a second, often much less or more.</summary>
    public const long Rsa2048 = 3_000_000;

    /// <summary>A new RSA key of 4,096 bits: near two seconds.</summary>
    public const long Rsa4096 = 20_000_000;

    /// <summary>A new DSA key with its group.</summary>
    public const long Dsa = 4_000_000;

    /// <summary>A new key of an elliptic curve.</summary>
    public const long Curve = 5_000;

    /// <summary>A password hash of bcrypt with cost 10.</summary>
    public const long Bcrypt = 800_000;

    /// <summary>A key of scrypt for <c>derivePassword</c>.</summary>
    public const long Scrypt = 2_500_000;

    private const long SignatureOf1024Bits = 1_600;
    private const int ReadingOfByte = 32;

    /// <summary>A signature by a key that the chart may have brought along.</summary>
    /// <param name="bits">Of the key.</param>
    public static long Signature(int bits) => SignatureOf1024Bits + (SignatureOf1024Bits * bits / 1024 * bits / 1024 * bits / 1024);

    /// <summary>Reading a key, which checks it.</summary>
    /// <param name="bytes">Of its text.</param>
    public static long Reading(int bytes) => (long)bytes * ReadingOfByte;
}
