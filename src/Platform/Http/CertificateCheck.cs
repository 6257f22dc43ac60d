using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SecretsKit.Platform.Http;

/// <summary>Decides on a server's certificate, and keeps Go's words for why not.</summary>
/// <param name="options">Whom to trust.</param>
/// <param name="clock">The time that certificates are valid at.</param>
internal sealed class CertificateCheck(TlsOptions options, TimeProvider clock)
{
    /// <summary>Why the last certificate was refused; null if it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What a handshake has to know.</summary>
    public SslClientAuthenticationOptions Handshake()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (options.Roots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return new()
        {
            CertificateChainPolicy = policy,
            ClientCertificates = options.Own is { } own ? [own] : null,
            RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                errors == SslPolicyErrors.None || options.SkipsVerification || Refuse((sender as SslStream)?.TargetHostName ?? "", certificate as X509Certificate2, chain, errors),
        };
    }

    // In the order in which Go looks: the certificate's time, its names, who signed it.
    private bool Refuse(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var now = clock.GetUtcNow();
        Refusal = "tls: failed to verify certificate: x509: " + certificate switch
        {
            null => "the server shows no certificate",
            _ when now > certificate.NotAfter => $"certificate has expired or is not yet valid: current time {Time(now)} is after {Time(certificate.NotAfter)}",
            _ when now < certificate.NotBefore => $"certificate has expired or is not yet valid: current time {Time(now)} is before {Time(certificate.NotBefore)}",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => WrongName(host, certificate),
            _ => SignedBy(chain),
        };
        return false;
    }

    private static string SignedBy(X509Chain? chain)
    {
        const X509ChainStatusFlags Unknown = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NoError;
        var others = (chain?.ChainStatus ?? []).Select(status => status.Status).Where(status => (status & ~Unknown) != 0).ToList();
        return others is [var other, ..] ? $"certificate is not valid for this use: {other}" : "certificate signed by unknown authority";
    }

    private static string WrongName(string host, X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        if (!IPAddress.TryParse(host, out _))
        {
            List<string> hosts = [.. names.SelectMany(name => name.EnumerateDnsNames())];
            return hosts.Count > 0
                ? $"certificate is valid for {string.Join(", ", hosts)}, not {host}"
                : $"certificate is not valid for any names, but wanted to match {host}";
        }

        List<string> addresses = [.. names.SelectMany(name => name.EnumerateIPAddresses()).Select(address => address.ToString())];
        return addresses.Count > 0
            ? $"certificate is valid for {string.Join(", ", addresses)}, not {host}"
            : $"cannot validate certificate for {host} because it doesn't contain any IP SANs";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
