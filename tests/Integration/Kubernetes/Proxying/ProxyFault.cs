using System.Net;

namespace SecretsKit.Integration.Kubernetes.Proxying;

/// <summary>What an <see cref="ApiProxy"/> does to a request instead of passing it on and answering.</summary>
internal sealed record ProxyFault
{
    /// <summary>Passes the request on and the answer back.</summary>
    public static ProxyFault None { get; } = new();

    /// <summary>Ends the connection; the server does not get the request.</summary>
    public static ProxyFault LostRequest { get; } = new() { Reaches = false, Answers = false };

    /// <summary>Passes the request on and ends the connection instead of answering.</summary>
    public static ProxyFault LostAnswer { get; } = new() { Answers = false };

    /// <summary>Whether the server gets the request.</summary>
    public bool Reaches { get; init; } = true;

    /// <summary>Whether the client gets the answer.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>An answer of the proxy in the place of the server's.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The reason in the status object of <see cref="Status"/>. Default: none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Seconds of a <c>Retry-After</c> with <see cref="Status"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Called when the server has answered, before the client gets to know. Default: nothing.</summary>
    public Action Reached { get; init; } = () => { };

    /// <summary>How long the request waits before it is passed on.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The body of <see cref="Status"/>. Default: a status object.</summary>
    public string? Text { get; init; }

    /// <summary>An answer with a body of the test.</summary>
    public static ProxyFault Body(string text) => new() { Reaches = false, Status = HttpStatusCode.OK, Text = text };

    /// <summary>An answer with a status object, as servers send it.</summary>
    public static ProxyFault Answer(HttpStatusCode status, int? retryAfter = null) =>
        new() { Reaches = false, Status = status, RetryAfter = retryAfter };
}
