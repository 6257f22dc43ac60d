namespace SecretsKit.Platform.Http.Failures;

/// <summary>Why a server's certificate was refused, and what of it a message may name.</summary>
/// <param name="Kind">
/// <see cref="HttpFailureKind.UntrustedCertificate"/>, <see cref="HttpFailureKind.WrongHostName"/> or <see
/// cref="HttpFailureKind.ExpiredCertificate"/>.
/// </param>
/// <param name="Host">The host that was wanted.</param>
/// <param name="CheckedAt">When it was checked.</param>
internal sealed record CertificateProblem(HttpFailureKind Kind, string Host, DateTimeOffset CheckedAt)
{
    /// <summary>The beginning of its validity; null if there was no certificate.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of its validity; null if there was no certificate.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The host names that it is for.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The IP addresses that it is for.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Another fault of its chain than a missing signature, as the platform names it; null for none.</summary>
    public string? ChainFault { get; init; }
}
