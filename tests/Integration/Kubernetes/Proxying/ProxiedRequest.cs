namespace SecretsKit.Integration.Kubernetes.Proxying;

/// <summary>A request that went through an <see cref="ApiProxy"/>.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="Method">As <c>PATCH</c>.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">With its question mark, or empty.</param>
/// <param name="ContentType">Of the body, or empty.</param>
/// <param name="Body">What the client sent.</param>
/// <param name="UserAgent">What it calls itself.</param>
internal sealed record ProxiedRequest(
    int Number, string Method, string Path, string Query, string ContentType, byte[] Body, string UserAgent)
{
    /// <summary>Whether it changes something.</summary>
    public bool IsWrite => Method is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>Whether it asks which resources there are, and not for objects.</summary>
    public bool IsDiscovery => Path is "/api" or "/apis" or "/version" || Path.StartsWith("/openapi/", StringComparison.Ordinal)
        || Path.Trim('/').Split('/') is ["api", _] or ["apis", _, _];

    /// <summary>What the server answered; 0 while it has not.</summary>
    public int Status { get; set; }

    /// <summary>Method, path and answer, for messages.</summary>
    public override string ToString() => $"{Number}: {Method} {Path}{Query} {Status}";
}
