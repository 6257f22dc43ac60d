using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>
/// What a command line says of the server that a chart comes from. Values come from servers of their own, which none of it is told to.
/// </summary>
/// <param name="tls">Whom to trust.</param>
/// <param name="credentials">For that server; null for none.</param>
internal sealed class ChartServer(TlsOptions tls, HttpCredentials? credentials)
{
    private const int MaxCertificateBytes = 4 * 1024 * 1024;
    private const string Heading = "can't create TLS config for client: ";

    /// <summary>A server that nothing is said of.</summary>
    public static ChartServer Unknown { get; } = new(TlsOptions.Default, null);

    /// <summary>Whom to trust, and who we are.</summary>
    public TlsOptions Tls { get; } = tls;

    /// <summary>For that server; null for none.</summary>
    public HttpCredentials? Credentials { get; } = credentials;

    /// <summary>Another server, which is trusted alike and told nothing.</summary>
    public ChartServer Anonymous() => new(Tls, null);

    /// <summary>Reads the flags, and the files that they name.</summary>
    /// <exception cref="ChartException">A file cannot be used; the message is Helm's.</exception>
    public static ChartServer Of(HelmSession session, ParsedFlags flags)
    {
        var (user, password) = (flags.Text(HelmFlags.Username), flags.Text(HelmFlags.Password));
        return new(ReadTls(session, flags), user.Length > 0 && password.Length > 0 ? new(user, password) : null);
    }

    private static TlsOptions ReadTls(HelmSession session, ParsedFlags flags)
    {
        var tls = TlsOptions.Default;
        var (certificate, key, roots) = (flags.Text(HelmFlags.CertFile), flags.Text(HelmFlags.KeyFile), flags.Text(HelmFlags.CaFile));
        if (certificate.Length > 0 && key.Length > 0)
        {
            tls = session.Generation == HelmGeneration.V3
                ? Named(
                    () => tls.WithClientCertificate(Read(session, certificate), Read(session, key)),
                    cause => $"can't load key pair from cert {certificate} and key {key}: {cause}")
                : Own(session, tls, certificate, key);
        }

        if (roots.Length > 0)
        {
            tls = Trusting(session, tls, roots);
        }

        return flags.IsOn(HelmFlags.InsecureTls) ? tls.WithoutVerification() : tls;
    }

    private static TlsOptions Own(HelmSession session, TlsOptions tls, string certificate, string key)
    {
        var shown = Named(() => Read(session, certificate), cause => $"unable to read cert file: {GoQuote.Format(certificate)}: {cause}");
        var kept = Named(() => Read(session, key), cause => $"unable to read key file: {GoQuote.Format(key)}: {cause}");
        return Named(() => tls.WithClientCertificate(shown, kept), cause => $"unable to load cert from key pair: {cause}");
    }

    private static TlsOptions Trusting(HelmSession session, TlsOptions tls, string roots)
    {
        var isLegacy = session.Generation == HelmGeneration.V3;
        var pem = Named(
            () => Read(session, roots),
            cause => isLegacy ? $"can't read CA file: {roots}" : $"can't read CA file: {GoQuote.Format(roots)}: {cause}");
        return Named(
            () => tls.WithRoots(pem),
            _ => isLegacy ? $"failed to append certificates from file: {roots}" : "failed to append certificates from pem block");
    }

    private static byte[] Read(HelmSession session, string path) => FileReader.Read(session.Host.Environment, path, MaxCertificateBytes);

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
