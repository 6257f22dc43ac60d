namespace SecretsKit.Charts.Fetching;

/// <summary>
/// What is said of the server that a chart comes from: whom to trust and who we are, by the paths of files that are read when they are
/// needed. Not a record: the password is secret.
/// </summary>
public sealed class ServerAccess
{
    /// <summary>The user that the server asks for; empty for none.</summary>
    public string User { get; init; } = "";

    /// <summary>The password that it asks for; empty for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>The file of our certificate for it; empty for none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>The file of the key of that certificate; empty for none.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The file of the certificates that it is trusted by; empty for those of the machine.</summary>
    public string RootsFile { get; init; } = "";

    /// <summary>Whether whatever certificate it shows is trusted. Default false.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>Whether user and password are sent to the server that a repository names, too. Default false.</summary>
    public bool PassesCredentials { get; init; }

    /// <summary>The user, never the password.</summary>
    public override string ToString() => $"ServerAccess({User})";
}
