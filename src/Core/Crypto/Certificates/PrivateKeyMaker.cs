namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>
/// Makes private keys whose randomness is the platform's, so that a source of randomness that is given cannot make them again. Whoever
/// needs the same keys twice takes another maker.
/// </summary>
public class PrivateKeyMaker
{
    /// <summary>Makes a new key each time. Safe for concurrent use.</summary>
    public static PrivateKeyMaker Platform { get; } = new();

    /// <summary>An RSA key. The caller owns it.</summary>
    /// <param name="bits">The size of the modulus.</param>
    public virtual SigningKey Rsa(int bits) => SigningKeys.GenerateRsa(bits);

    /// <summary>An ECDSA key on the curve P-256. The caller owns it.</summary>
    public virtual SigningKey Ecdsa() => SigningKeys.GenerateEcdsa();

    /// <summary>A DSA key of 2048 bits as PEM.</summary>
    public virtual string DsaPem() => SigningKeys.GenerateDsaPem();
}
