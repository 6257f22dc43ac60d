using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>Whom to trust behind https, and who we are. Immutable.</summary>
public sealed class TlsOptions
{
    private TlsOptions()
    {
    }

    /// <summary>The certificates that the machine trusts, no certificate of our own.</summary>
    public static TlsOptions Default { get; } = new();

    /// <summary>Trusts everybody: for servers whose certificate nobody has signed.</summary>
    public bool SkipsVerification { get; private init; }

    internal X509Certificate2Collection? Roots { get; private init; }

    internal X509Certificate2? Own { get; private init; }

    /// <summary>The same, trusting whatever certificate a server shows.</summary>
    public TlsOptions WithoutVerification() => new() { SkipsVerification = true, Roots = Roots, Own = Own };

    /// <summary>The same, trusting these certificates and no others.</summary>
    /// <param name="pem">One certificate or more, in PEM.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: there is none in it.</exception>
    public TlsOptions WithRoots(ReadOnlySpan<byte> pem)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (CryptographicException failure)
        {
            throw new SecretsKitException(ErrorCode.MalformedDocument, "a certificate in PEM cannot be read", failure);
        }

        return roots.Count > 0
            ? new() { SkipsVerification = SkipsVerification, Roots = roots, Own = Own }
            : throw new SecretsKitException(ErrorCode.MalformedDocument, "no certificate in PEM was found");
    }

    /// <summary>The same, showing a certificate of our own to servers that ask for one.</summary>
    /// <param name="certificate">In PEM.</param>
    /// <param name="key">Its private key in PEM, without passphrase.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: they are not a certificate and its key.</exception>
    public TlsOptions WithOwn(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key)
    {
        try
        {
            var own = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
            return new() { SkipsVerification = SkipsVerification, Roots = Roots, Own = own };
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            // Its text may quote the key.
            throw new SecretsKitException(ErrorCode.MalformedDocument, "tls: they are no certificate and its private key in PEM");
        }
    }
}
