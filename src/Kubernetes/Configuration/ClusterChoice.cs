namespace SecretsKit.Kubernetes.Configuration;

/// <summary>
/// What a command line says about the cluster, before the kubeconfig: Helm's <c>--kube-*</c> flags and <c>-n</c>. Empty fields say nothing.
/// May hold a token, which is not printed.
/// </summary>
public sealed class ClusterChoice
{
    /// <summary>Nothing is said.</summary>
    public static ClusterChoice Default { get; } = new();

    /// <summary>The context instead of the current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>The URL of the API server.</summary>
    public string Server { get; init; } = "";

    /// <summary>A bearer token.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file with the certificates to trust.</summary>
    public string CertificateAuthorityFile { get; init; } = "";

    /// <summary>The name that the server's certificate must have.</summary>
    public string TlsServerName { get; init; } = "";

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>The user to act as.</summary>
    public string AsUser { get; init; } = "";

    /// <summary>The groups to be in when acting as another user.</summary>
    public IReadOnlyList<string> AsGroups { get; init; } = [];

    /// <summary>The namespace instead of that of the context.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>No token.</summary>
    public override string ToString() => $"ClusterChoice({Context})";
}
