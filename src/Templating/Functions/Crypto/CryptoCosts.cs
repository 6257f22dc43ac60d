namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>
/// What cryptography is counted as, in steps: one for each 400 ns that it takes on average, so that
/// the steps of one rendering make keys and hashes for some forty seconds, whichever they are. That is 166 certificates or 25 large keys or
/// 625 passwords: an umbrella of many charts that each bring their own is in order.
/// </summary>
internal static class CryptoCosts
{
    /// <summary>A new RSA key of 2,048 bits: a quarter of a second, often much less or more.</summary>
    public const long Rsa2048 = 600_000;

    /// <summary>A new RSA key of 4,096 bits: near two seconds.</summary>
    public const long Rsa4096 = 4_000_000;

    /// <summary>A new DSA key with its group.</summary>
    public const long Dsa = 800_000;

    /// <summary>A new key of an elliptic curve.</summary>
    public const long Curve = 1_000;

    /// <summary>A password hash of bcrypt with cost 10.</summary>
    public const long Bcrypt = 160_000;

    /// <summary>A key of scrypt for <c>derivePassword</c>.</summary>
    public const long Scrypt = 500_000;

    private const long SignatureOf1024Bits = 320;
    private const int ReadingOfByte = 6;

    /// <summary>A signature by a key that the chart may have brought along.</summary>
    /// <param name="bits">Of the key.</param>
    public static long Signature(int bits) => SignatureOf1024Bits + (SignatureOf1024Bits * bits / 1024 * bits / 1024 * bits / 1024);

    /// <summary>Reading a key, which checks it.</summary>
    /// <param name="bytes">Of its text.</param>
    public static long Reading(int bytes) => (long)bytes * ReadingOfByte;
}
