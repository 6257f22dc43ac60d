namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at servers that are not there, not trusted, or want to know who asks.</summary>
internal static class NetworkHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(string message) => message switch
    {
        _ when message.Contains("failing loading \"http", StringComparison.Ordinal) =>
            "the chart's values.schema.json refers to it; --skip-schema-validation renders nevertheless",
        _ when message.Contains("certificate signed by unknown authority", StringComparison.Ordinal) =>
            "--ca-file FILE names the certificates that the chart's server is trusted by; SSL_CERT_FILE=FILE does it for values and " +
            "schemas, too",
        _ when message.Contains("http: server gave HTTP response to HTTPS client", StringComparison.Ordinal) =>
            "this server does not encrypt: write http:// if you trust the way to it",
        _ when message.EndsWith(", which is not encrypted", StringComparison.Ordinal) =>
            "what comes over http can be changed on the way; give that URL yourself if you trust it",
        _ when message.Contains("proxyconnect tcp: ", StringComparison.Ordinal) =>
            "this is the proxy that HTTP_PROXY or HTTPS_PROXY names; NO_PROXY lists hosts that are asked without it",
        _ when message.Contains(": no such host", StringComparison.Ordinal) || message.Contains(": connect: ", StringComparison.Ordinal) =>
            "is the address right, and is there a proxy to be named by HTTPS_PROXY?",
        _ when message.Contains(" : 401 ", StringComparison.Ordinal) || message.Contains(" : 403 ", StringComparison.Ordinal) =>
            "--username and --password are for the server of the chart; values are fetched without a name, unless their URL has one",
        _ when message.Contains("context deadline exceeded", StringComparison.Ordinal) => "the server took too long",
        _ => null,
    };
}
