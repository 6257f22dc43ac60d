using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at servers that are not there, not trusted, or want to know who asks.</summary>
internal static class NetworkHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes) =>
        causes.First<MissingSchemaCause>() is { } schema && HttpUrl.IsMeantBy(schema.Url)
            ? "the chart's values.schema.json refers to it; --skip-schema-validation renders nevertheless"
            : causes.First<HttpCause>() is { Failure: var failure } ? For(failure) : null;

    private static string? For(HttpFailure failure) => failure.Kind switch
    {
        HttpFailureKind.UntrustedCertificate =>
            "--ca-file FILE names the certificates that the chart's server is trusted by; SSL_CERT_FILE=FILE does it for values and " +
            "schemas, too",
        HttpFailureKind.Tls when failure.IsPlainHttp => "this server does not encrypt: write http:// if you trust the way to it",
        HttpFailureKind.Redirect when failure.LeavesEncryption =>
            "what comes over http can be changed on the way; give that URL yourself if you trust it",
        HttpFailureKind.Proxy => "this is the proxy that HTTP_PROXY or HTTPS_PROXY names; NO_PROXY lists hosts that are asked without it",
        HttpFailureKind.NameResolution or HttpFailureKind.ConnectionRefused or HttpFailureKind.ConnectionFailed =>
            "is the address right, and is there a proxy to be named by HTTPS_PROXY?",
        HttpFailureKind.Status when failure.Status is 401 or 403 =>
            "--username and --password are for the server of the chart; values are fetched without a name, unless their URL has one",
        HttpFailureKind.TimedOut => "the server took too long",
        _ => null,
    };
}
