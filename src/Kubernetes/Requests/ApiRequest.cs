using SecretsKit.Platform.Http;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>One request to an API server. Its body may hold secrets, which its text does not show.</summary>
/// <param name="method">Any method.</param>
/// <param name="path">From the root, with a slash at its beginning: <c>/api/v1/namespaces</c>. Names in it are escaped already.</param>
public sealed class ApiRequest(HttpMethod method, string path)
{
    /// <summary>Any method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>From the root.</summary>
    public string Path { get; } = path;

    /// <summary>What follows the question mark, names and values as they are meant. They are not secret.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>What kind of answer is wanted. Default: JSON.</summary>
    public string Accept { get; init; } = ApiMedia.Json;

    /// <summary>What to send. Default: nothing.</summary>
    public HttpBody? Body { get; init; }

    /// <summary>How long the answer may stop. Default one minute; infinite for watches and followed logs.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of the answer. Default 256 MiB: lists can be long.</summary>
    public long MaxResponseBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Method and path.</summary>
    public override string ToString() => $"{Method} {Path}";
}
