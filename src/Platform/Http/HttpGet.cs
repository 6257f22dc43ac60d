namespace SecretsKit.Platform.Http;

/// <summary>One request.</summary>
/// <param name="Url">Where.</param>
public sealed record HttpGet(HttpUrl Url)
{
    /// <summary>Who asks, as servers count it.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The kinds of content that are wanted. Default null: any.</summary>
    public string? Accept { get; init; }

    /// <summary>For the server of <see cref="Url"/> and no other. Default null: those that the URL itself carries, if any.</summary>
    public HttpCredentials? Credentials { get; init; }

    /// <summary>Whom to trust, and who we are. Default: the certificates of the machine, and none.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>For all of it, redirects and content included. Default two minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most bytes of content, as it is after decompression.</summary>
    public required int MaxBytes { get; init; }

    /// <summary>
    /// Whether compressed transfer is offered and undone. Default: an archive that a server declares to be compressed content stays one.
    /// </summary>
    public HttpCompression Compression { get; init; } = HttpCompression.None;
}
