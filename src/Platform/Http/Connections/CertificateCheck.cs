using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>
/// The TLS settings of a handler: whom to trust, which certificate of our own to show, and why a server's certificate is refused.
/// </summary>
internal static class CertificateCheck
{
    /// <summary>Settings for any number of handshakes.</summary>
    /// <param name="options">Whom to trust, and who we are.</param>
    /// <param name="proxies">Proxies that are reached by TLS themselves do not see our certificate.</param>
    /// <param name="clock">Says why a certificate is refused: the decision about its time is the platform's.</param>
    public static SslClientAuthenticationOptions Handshake(TlsOptions options, ProxySelection proxies, TimeProvider clock)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if ((options.Roots ?? MachineTrust.Roots) is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        var settings = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => options.SkipsVerification
                || Accept(((SslStream)sender).TargetHostName, options, proxies, certificate as X509Certificate2, chain, errors, clock),
        };
        if (options.ClientCertificate is { } own)
        {
            if (proxies.UsesTls)
            {
                settings.ClientCertificates = [own];
                settings.LocalCertificateSelectionCallback = (_, host, _, _, _) => proxies.IsEncryptedProxy(host) ? null! : own;
            }
            else
            {
                settings.ClientCertificateContext = SslStreamCertificateContext.Create(own, options.ClientChain, offline: true);
            }
        }

        return settings;
    }

    private static bool Accept(
        string host, TlsOptions options, ProxySelection proxies, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors,
        TimeProvider clock)
    {
        // The platform has compared the certificate with the host of the URL.
        if (options.ServerName is { } name && certificate is not null && !proxies.IsEncryptedProxy(host))
        {
            host = name;
            errors = certificate.MatchesHostname(name, allowWildcards: true, allowCommonName: false)
                ? errors & ~SslPolicyErrors.RemoteCertificateNameMismatch
                : errors | SslPolicyErrors.RemoteCertificateNameMismatch;
        }

        return errors == SslPolicyErrors.None
            ? true
            : throw new CertificateRefusedException(Problem(host, certificate, chain, errors, clock.GetUtcNow()));
    }

    // In the order in which Go looks, which is also the useful one: the certificate's time, its names, who signed it.
    private static CertificateProblem Problem(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors,
        DateTimeOffset now)
    {
        if (certificate is null)
        {
            return new(HttpFailureKind.UntrustedCertificate, host, now);
        }

        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        var kind = now > certificate.NotAfter || now < certificate.NotBefore ? HttpFailureKind.ExpiredCertificate
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? HttpFailureKind.WrongHostName
            : HttpFailureKind.UntrustedCertificate;
        return new(kind, host, now)
        {
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            Names = [.. names.SelectMany(name => name.EnumerateDnsNames())],
            Addresses = [.. names.SelectMany(name => name.EnumerateIPAddresses()).Select(address => address.ToString())],
            ChainFault = ChainFault(chain),
        };
    }

    private static string? ChainFault(X509Chain? chain)
    {
        const X509ChainStatusFlags Unknown =
            X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NoError;
        var others = (chain?.ChainStatus ?? []).Select(status => status.Status).Where(status => (status & ~Unknown) != 0).ToList();
        return others is [var other, ..] ? other.ToString() : null;
    }
}
