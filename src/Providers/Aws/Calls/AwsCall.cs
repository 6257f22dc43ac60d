using SecretsKit.Platform.Http;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>One call of an AWS service. Not a record: its body may hold a secret.</summary>
/// <param name="service">The name of the service in signatures, such as <c>kms</c>.</param>
/// <param name="operation">The operation, as AWS calls it.</param>
/// <param name="region">The region of the signature.</param>
/// <param name="url">Where it goes.</param>
internal sealed class AwsCall(string service, string operation, string region, string url)
{
    /// <summary>The name of the service in signatures.</summary>
    public string Service { get; } = service;

    /// <summary>The operation.</summary>
    public string Operation { get; } = operation;

    /// <summary>The region of the signature.</summary>
    public string Region { get; } = region;

    /// <summary>Where it goes.</summary>
    public string Url { get; } = url;

    /// <summary>The method. Default POST.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Headers that are sent and signed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The type of the body.</summary>
    public string ContentType { get; init; } = "application/x-amz-json-1.1";

    /// <summary>What is sent; lent until the call has ended.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Texts of <see cref="Body"/> that no message may show; called after a refusal alone. Default none.</summary>
    public Func<IEnumerable<string>> Secrets { get; init; } = static () => [];

    /// <summary>Whether it may reach the server twice. Default yes: reads and cryptography change nothing.</summary>
    public bool IsIdempotent { get; init; } = true;

    /// <summary>Whom to trust.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>The operation, never its body.</summary>
    public override string ToString() => $"AwsCall({Service} {Operation})";
}

/// <summary>How a call ended. Not a record: the content may be secret.</summary>
internal sealed class AwsResult
{
    /// <summary>What the service answered; null after a failure. Whoever knows it to be key material wipes it.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Why it failed; null after a success.</summary>
    public AwsFailure? Failure { get; init; }

    /// <summary>Whether it succeeded, never what was answered.</summary>
    public override string ToString() => $"AwsResult({(Failure is null ? "ok" : Failure.Code)})";
}
