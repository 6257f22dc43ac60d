namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>A private key that can sign certificates: RSA, ECDSA or Ed25519.</summary>
public abstract class SigningKey : IDisposable
{
    /// <summary>The size of the modulus or of the field, in bits: by its third power grows the work of a signature.</summary>
    public abstract int Bits { get; }

    /// <summary>The public key as DER (SubjectPublicKeyInfo).</summary>
    public abstract byte[] PublicKeyInfo { get; }

    /// <summary>The identifier of the signature algorithm, as DER.</summary>
    internal abstract byte[] SignatureAlgorithm { get; }

    /// <summary>
    /// The key as PEM with a line break at its end: PKCS#1 for RSA, SEC 1 for ECDSA, PKCS#8 for Ed25519. It is a secret in a string.
    /// </summary>
    public abstract string ToPem();

    /// <summary>Signs.</summary>
    internal abstract byte[] Sign(byte[] data);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The type, never the key.</summary>
    public override string ToString() => GetType().Name + "(***)";
}
