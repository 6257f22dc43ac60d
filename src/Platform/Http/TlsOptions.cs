using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>
/// Whom to trust behind https, and who we are. Immutable. Options with equal contents share connections, however often they are built.
/// </summary>
public sealed class TlsOptions
{
    private string? _identity;

    private TlsOptions()
    {
    }

    private TlsOptions(TlsOptions other) =>
        (SkipsVerification, Roots, ClientCertificate, ClientChain, ServerName) =
        (other.SkipsVerification, other.Roots, other.ClientCertificate, other.ClientChain, other.ServerName);

    /// <summary>The certificates that the machine trusts, no certificate of our own.</summary>
    public static TlsOptions Default { get; } = new();

    /// <summary>Whether any certificate of a server is accepted. Default false.</summary>
    public bool SkipsVerification { get; private init; }

    internal X509Certificate2Collection? Roots { get; private init; }

    internal X509Certificate2? ClientCertificate { get; private init; }

    /// <summary>The certificates between ours and its authority, sent along with it.</summary>
    internal X509Certificate2Collection ClientChain { get; private init; } = [];

    internal string? ServerName { get; private init; }

    /// <summary>A text that is equal for equal options. It holds hashes and names, no secret.</summary>
    public string Identity => _identity ??= string.Join(
        '|',
        [
            SkipsVerification ? "any" : "",
            ServerName ?? "",
            ClientCertificate is { } own ? Hash(own) : "",
            .. ClientChain.Select(Hash),
            .. Roots is null ? ["machine"] : Roots.Select(Hash),
        ]);

    /// <summary>The same, accepting whatever certificate a server shows.</summary>
    public TlsOptions WithoutVerification() => new(this) { SkipsVerification = true };

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
            ? new(this) { Roots = roots }
            : throw new SecretsKitException(ErrorCode.MalformedDocument, "no certificate in PEM was found");
    }

    /// <summary>
    /// The same, showing a certificate of our own to servers that ask for one; never to proxies, and never to a server that redirects lead
    /// to.
    /// </summary>
    /// <param name="certificate">In PEM, perhaps followed by those between it and its authority.</param>
    /// <param name="key">Its private key in PEM, without passphrase.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: they are not a certificate and its key.</exception>
    public TlsOptions WithClientCertificate(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key)
    {
        try
        {
            var text = Encoding.UTF8.GetString(certificate);
            var own = X509Certificate2.CreateFromPem(text, Encoding.UTF8.GetString(key));
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(text);
            chain.RemoveAt(0);
            return new(this) { ClientCertificate = own, ClientChain = chain };
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            // Its text may quote the key.
            throw new SecretsKitException(ErrorCode.MalformedDocument, "tls: expected a certificate and its private key in PEM");
        }
    }

    /// <summary>The same, without a certificate of our own.</summary>
    public TlsOptions WithoutClientCertificate() =>
        ClientCertificate is null ? this : new(this) { ClientCertificate = null, ClientChain = [] };

    /// <summary>
    /// The same, expecting this name in the server's certificate instead of the host of the URL. The handshake (SNI) and the Host header
    /// still name the latter.
    /// </summary>
    /// <param name="name">A host name or an IP address.</param>
    public TlsOptions WithServerName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(this) { ServerName = name };
    }

    private static string Hash(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
