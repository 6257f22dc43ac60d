namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>What a new certificate says. It is for servers and clients of TLS, and for signing others if it is an authority.</summary>
public sealed record CertificateTemplate
{
    /// <summary>The one part of the subject; empty for none.</summary>
    public required string CommonName { get; init; }

    /// <summary>Start of validity, to the second.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>End of validity, to the second.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Addresses that it is for, of 4 or 16 bytes.</summary>
    public IReadOnlyList<byte[]> Addresses { get; init; } = [];

    /// <summary>Host names that it is for, in ASCII.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether it may sign others.</summary>
    public bool IsAuthority { get; init; }
}
