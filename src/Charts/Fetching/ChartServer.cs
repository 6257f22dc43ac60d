using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Fetching;

/// <summary>
/// The server that a chart comes from, ready to be asked. Values come from servers of their own, to which none of it is sent.
/// </summary>
/// <param name="tls">Whom to trust.</param>
/// <param name="credentials">For that server; null for none.</param>
public sealed class ChartServer(TlsOptions tls, HttpCredentials? credentials)
{
    private const int MaxCertificateBytes = 4 * 1024 * 1024;
    private const string Heading = "can't create TLS config for client: ";

    /// <summary>A server that nothing is said of.</summary>
    public static ChartServer Unknown { get; } = new(TlsOptions.Default, null);

    /// <summary>Whom to trust, and who we are.</summary>
    public TlsOptions Tls { get; } = tls;

    /// <summary>For that server; null for none.</summary>
    public HttpCredentials? Credentials { get; } = credentials;

    /// <summary>Another server, which is trusted alike and gets no credentials.</summary>
    public ChartServer Anonymous() => new(Tls, null);

    /// <summary>Reads the files that are named.</summary>
    /// <exception cref="ChartException">A file cannot be used; the message is Helm's.</exception>
    public static ChartServer Of(ChartHost host, ServerAccess access)
    {
        var (user, password) = (access.User, access.Password);
        return new(ReadTls(host, access), user.Length > 0 && password.Length > 0 ? new(user, password) : null);
    }

    private static TlsOptions ReadTls(ChartHost host, ServerAccess access)
    {
        var tls = TlsOptions.Default;
        var (certificate, key, roots) = (access.CertificateFile, access.KeyFile, access.RootsFile);
        if (certificate.Length > 0 && key.Length > 0)
        {
            tls = host.Generation == HelmGeneration.V3
                ? Named(
                    () => tls.WithClientCertificate(Read(host, certificate), Read(host, key)),
                    cause => $"can't load key pair from cert {certificate} and key {key}: {cause}")
                : Own(host, tls, certificate, key);
        }

        if (roots.Length > 0)
        {
            tls = Trusting(host, tls, roots);
        }

        return access.SkipsVerification ? tls.WithoutVerification() : tls;
    }

    private static TlsOptions Own(ChartHost host, TlsOptions tls, string certificate, string key)
    {
        var shown = Named(() => Read(host, certificate), cause => $"unable to read cert file: {GoQuote.Format(certificate)}: {cause}");
        var kept = Named(() => Read(host, key), cause => $"unable to read key file: {GoQuote.Format(key)}: {cause}");
        return Named(() => tls.WithClientCertificate(shown, kept), cause => $"unable to load cert from key pair: {cause}");
    }

    private static TlsOptions Trusting(ChartHost host, TlsOptions tls, string roots)
    {
        var isLegacy = host.Generation == HelmGeneration.V3;
        var pem = Named(
            () => Read(host, roots),
            cause => isLegacy ? $"can't read CA file: {roots}" : $"can't read CA file: {GoQuote.Format(roots)}: {cause}");
        return Named(
            () => tls.WithRoots(pem),
            _ => isLegacy ? $"failed to append certificates from file: {roots}" : "failed to append certificates from pem block");
    }

    private static byte[] Read(ChartHost host, string path) => FileReader.Read(host.Environment, path, MaxCertificateBytes);

    private static T Named<T>(Func<T> read, Func<string, string> words)
    {
        try
        {
            return read();
        }
        catch (SecretsKitException failure)
        {
            throw new ChartException(Heading + words(failure.Message), failure.Code, failure);
        }
    }
}
