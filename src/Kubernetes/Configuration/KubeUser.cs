
namespace SecretsKit.Kubernetes.Configuration;

/// <summary>
/// Who one is for an API server. May hold a token, a password or a private key, none of which is
/// printed. Where several are given, kubectl's order counts: a certificate is shown in any case, a token before a
/// password, a plugin only if there is neither.
/// </summary>
public sealed class KubeUser
{
    /// <summary>A client certificate in PEM, perhaps followed by those between it and its authority.</summary>
    public ConfigContent ClientCertificate { get; init; } = ConfigContent.None;

    /// <summary>The private key of the certificate, in PEM.</summary>
    public ConfigContent ClientKey { get; init; } = ConfigContent.None;

    /// <summary>A bearer token; empty for none. <see cref="TokenFile"/> counts before it.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file with a bearer token, which is read again as it may be replaced; empty for none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>The name for Basic credentials; empty for none.</summary>
    public string Username { get; init; } = "";

    /// <summary>The password for Basic credentials.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whom to act as. Default: the user itself.</summary>
    public Impersonation Impersonation { get; init; } = Impersonation.None;

    /// <summary>A program that issues credentials; null if there is none.</summary>
    public ExecPlugin? Exec { get; init; }

    /// <summary>
    /// The name of a legacy authentication provider (<c>gcp</c>, <c>azure</c>, <c>oidc</c>), which this program does not have; empty for
    /// none.
    /// </summary>
    public string AuthProvider { get; init; } = "";

    /// <summary>No secret.</summary>
    public override string ToString() => "KubeUser(***)";
}
