namespace SecretsKit.Kubernetes.Configuration;

/// <summary>Where an API server is, and how it is recognized.</summary>
public sealed record KubeCluster
{
    /// <summary>The URL of the API server, as <c>https://10.0.0.1:6443</c>; empty if the file names none.</summary>
    public string Server { get; init; } = "";

    /// <summary>The certificates to trust, in PEM. Default: those of the machine.</summary>
    public ConfigContent CertificateAuthority { get; init; } = ConfigContent.None;

    /// <summary>Whether any certificate is accepted. Default false.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>The name that the server's certificate must have; empty for the host of the URL.</summary>
    public string TlsServerName { get; init; } = "";

    /// <summary>
    /// The proxy, as http, https or socks5 URL, perhaps with a password; empty for those of the environment. Not printed.
    /// </summary>
    public string ProxyUrl { get; init; } = "";

    /// <summary>
    /// Whether the server is not asked for compressed answers, which cost it more time than a network that is near. Default false.
    /// </summary>
    public bool DisablesCompression { get; init; }

    /// <summary>The server alone: a proxy's URL may hold a password.</summary>
    public override string ToString() => $"KubeCluster({Server})";
}
