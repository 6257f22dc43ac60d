using System.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Limits;
using SecretsKit.Platform.Http.Retries;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>A transport as a program with these variables would make it. Random parts of waits are at their longest.</summary>
internal sealed class TransportBench : IDisposable
{
    private readonly HttpConnections _connections;
    private readonly HttpTransport _transport;

    public TransportBench(HttpRetryPolicy? retries = null, TimeProvider? clock = null, HttpLimits? limits = null,
        params (string Name, string Value)[] variables)
    {
        clock ??= TimeProvider.System;
        var environment = new HostEnvironment(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)), "/");
        _connections = new(environment, clock);
        _transport = new(_connections, bytes => bytes.Fill(0xFF))
        {
            Retries = retries ?? HttpRetryPolicy.None,
            Limiter = limits is null ? null : new(limits, clock),
        };
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpConnections Connections => _connections;

    public static HttpRequest Get(string url) => new(HttpMethod.Get, HttpUrl.Parse(url));

    public static HttpRequest Post(string url, string body, HttpIdempotence idempotence = HttpIdempotence.ByMethod) =>
        new(HttpMethod.Post, HttpUrl.Parse(url)) { Body = HttpBody.FromBytes(Encoding.UTF8.GetBytes(body), "text/plain"),
            Idempotence = idempotence };

    public Task<HttpResponse> SendAsync(HttpRequest request) => _transport.SendAsync(request, Ct);

    public async Task<(int Status, string Content)> FetchAsync(HttpRequest request)
    {
        using var response = await SendAsync(request);
        return (response.Status, Encoding.UTF8.GetString(await response.ReadContentAsync(Ct)));
    }

    /// <summary>Why a request, or reading its response, fails.</summary>
    public async Task<HttpTransportException> FailAsync(HttpRequest request) =>
        await Assert.ThrowsAsync<HttpTransportException>(() => FetchAsync(request));

    public async Task<HttpFailureKind> KindAsync(HttpRequest request) => (await FailAsync(request)).Failure.Kind;

    public void Dispose() => _connections.Dispose();
}
