using SecretsKit.Platform.Http;

namespace SecretsKit.Providers.Signing;

/// <summary>What is signed. Its text shows no secret.</summary>
/// <param name="method">The method.</param>
/// <param name="url">Where it goes, as it is sent.</param>
/// <param name="headers">
/// The headers that are signed, besides Host and those that signing adds; all of them must be sent, except those that intermediaries
/// change (<c>User-Agent</c> and the like), which are passed over.
/// </param>
/// <param name="body">What is sent after them; lent.</param>
public sealed class SigV4Request(
    string method, HttpUrl url, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
{
    /// <summary>The method.</summary>
    public string Method { get; } = method;

    /// <summary>Where it goes.</summary>
    public HttpUrl Url { get; } = url;

    /// <summary>The headers that are signed.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers { get; } = headers;

    /// <summary>What is sent after them; lent.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Whether the body is left out of the signature, which only S3 accepts. Default no.</summary>
    public bool HasUnsignedBody { get; init; }

    /// <summary>Method and URL, without secrets.</summary>
    public override string ToString() => $"{Method} {Url.Display}";
}

/// <summary>What a signature is good for.</summary>
/// <param name="Service">The name of the service in signatures, such as <c>kms</c>.</param>
/// <param name="Region">Such as <c>eu-central-1</c>.</param>
/// <param name="Time">When; servers accept minutes of difference.</param>
public sealed record SigV4Scope(string Service, string Region, DateTimeOffset Time)
{
    /// <summary>S3 signs paths as they are sent, and a header with the hash of the body.</summary>
    internal bool IsS3 => Service == "s3";
}
