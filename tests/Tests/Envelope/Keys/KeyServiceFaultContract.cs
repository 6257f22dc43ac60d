using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Platform.Http;

namespace SecretsKit.Tests.Envelope.Keys;

/// <summary>
/// How every key service that asks a server must fail: with a result whose words name the service, quote nothing secret, and with no
/// request that must not be repeated. A subclass says how its service is led to a server.
/// </summary>
public abstract class KeyServiceFaultContract : FaultContract
{
    /// <summary>What every message has in it: the name of the service.</summary>
    protected abstract string Named { get; }

    /// <summary>The most requests that one call may lead to where a server fails for now.</summary>
    protected virtual int MostAttempts => 4;

    /// <summary>What a usual server of the service shows; null for no encryption.</summary>
    protected virtual X509Certificate2? Certificate => null;

    /// <summary>Names of a server besides its address.</summary>
    protected virtual string[] OtherNames => [];

    /// <summary>A text of the service that can be sent.</summary>
    protected virtual string Wrapped => Convert.ToBase64String("ciphertext"u8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The service at this address, whose credentials hold <see cref="Canary"/>, and a key of it.</summary>
    /// <param name="url">Scheme, host and port.</param>
    /// <param name="proxy">The proxy for encrypted connections; null for the usual way.</param>
    /// <param name="roots">The certificates that are trusted, in PEM; null for those of the machine.</param>
    protected abstract (IKeyService Service, MasterKey Key) Open(string url, string? proxy = null, string? roots = null);

    /// <summary>A failure in the form of the vendor.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">More headers, each with its line break.</param>
    /// <param name="message">The vendor's words.</param>
    protected abstract ServedAnswer Error(int status, string headers = "", string message = "the reason");

    [Theory]
    [InlineData(400, "")]
    [InlineData(403, "")]
    [InlineData(404, "")]
    [InlineData(429, "")]
    [InlineData(429, "Retry-After: 86400\r\n")]
    [InlineData(500, "")]
    [InlineData(503, "")]
    public async Task A_status_is_a_result(int status, string headers)
    {
        var server = Serve(_ => Error(status, headers));
        var attempt = await FailAsync(Open(server.Url));
        Assert.Equal(status >= 429 ? UnwrapOutcome.Unavailable : attempt.Outcome, attempt.Outcome);
        Assert.NotEqual(UnwrapOutcome.Unwrapped, attempt.Outcome);
        Assert.InRange(server.Requests.Count, 1, status < 429 || headers.Length > 0 ? 1 : MostAttempts);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(429, "")]
    [InlineData(429, "Retry-After: 0\r\n")]
    public async Task A_server_that_fails_for_now_is_asked_again(int status, string headers)
    {
        var count = 0;
        var server = Serve(_ => Interlocked.Increment(ref count) <= 2 ? Error(status, headers) : Error(400));
        Assert.NotEqual(UnwrapOutcome.Unavailable, (await FailAsync(Open(server.Url))).Outcome);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_certificate_of_a_private_authority_is_trusted_if_it_is_named()
    {
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.SignedBy(authority, ["127.0.0.1", .. OtherNames]);
        var server = Serve(_ => Error(400), certificate);
        Assert.NotEqual(UnwrapOutcome.Unavailable, (await FailAsync(Open(server.Url, roots: authority.ExportCertificatePem()))).Outcome);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"data\":{\"plaintext\":")]
    [InlineData("{\"plaintext\":7,\"Plaintext\":7,\"plain_text\":7,\"value\":7,\"data\":{\"plaintext\":7}}")]
    [InlineData("<html>a portal</html>")]
    public async Task A_content_that_is_not_the_vendors_is_a_result(string content)
    {
        var server = Serve(_ => ServedAnswer.Kept(content));
        var attempt = await FailAsync(Open(server.Url));
        Assert.Contains(attempt.Outcome, (UnwrapOutcome[])[UnwrapOutcome.Malformed, UnwrapOutcome.Unavailable]);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_content_that_breaks_off_or_is_too_large_is_a_result()
    {
        foreach (var answer in (ServedAnswer[])[BrokenOff, Huge, NotHttp])
        {
            await FailAsync(Open(Serve(_ => answer).Url));
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task What_was_sent_is_in_no_message_even_if_the_server_repeats_it(int status)
    {
        const string Part = "canary-data-key-with-32-bytes-xx";
        var server = Serve(request => Error(status, "", Repeated(request)));
        await FailAsync(Open(server.Url));
        var (service, key) = Open(server.Url);
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () => await service.WrapAsync(key, part, Ct));
        foreach (var secret in (string[])[
            Canary, Part, Convert.ToBase64String(part.Span), Convert.ToBase64String(part.Span).TrimEnd('=')])
        {
            Assert.DoesNotContain(secret, failure + failure.Hint, StringComparison.Ordinal);
        }

        static string Repeated(ServedRequest request) => "odd: "
            + (Encoding.UTF8.GetString(request.Body) + string.Join(' ', request.Headers.Values)).Replace("\"", "", StringComparison.Ordinal)
                .Replace("\n", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_do_not_follow_to_another_server()
    {
        var other = Serve(_ => Error(400));
        var server = Serve(request => ServedAnswer.Redirect(other.Url + request.Target, 307));
        await FailAsync(Open(server.Url));
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_is_slow_or_stops_in_the_middle_keeps_no_one_who_stops_waiting(bool isSilent)
    {
        var server = Serve(_ => isSilent ? ServedAnswer.Silence : ServedAnswer.Stalled);
        var (service, key) = Open(server.Url);
        await StopWaitingAsync(server, ct => service.UnwrapAsync(new(key, Wrapped, null), ct).AsTask());
    }

    [Fact]
    public async Task A_port_where_nothing_is_and_a_name_that_does_not_exist_cannot_be_reached()
    {
        var port = UnusedPort;
        var scheme = Certificate is null ? "http" : "https";
        Assert.Equal(UnwrapOutcome.Unavailable, (await FailAsync(Open($"{scheme}://127.0.0.1:{port}"))).Outcome);
        Assert.Equal(UnwrapOutcome.Unavailable, (await FailAsync(Open($"{scheme}://nothing.invalid:{port}"))).Outcome);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_a_result()
    {
        var proxy = Serve(_ => ServedAnswer.Status("403 Forbidden"), certificate: null);
        Assert.Equal(UnwrapOutcome.Unavailable, (await FailAsync(Open("https://vendor.test:443", proxy.Url))).Outcome);
        Assert.All(proxy.Requests, request => Assert.Equal("CONNECT", request.Method));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("name")]
    [InlineData("expired")]
    public async Task A_certificate_that_is_not_right_is_refused_before_anything_is_sent(string kind)
    {
        using var certificate = WrongCertificate(kind);
        var server = Serve(_ => Error(400), certificate);
        var attempt = await FailAsync(Open(server.Url));
        Assert.Equal(UnwrapOutcome.Unavailable, attempt.Outcome);
        Assert.Contains("certificate", attempt.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private HttpServer Serve(Func<ServedRequest, ServedAnswer> answer) => Serve(answer, Certificate);

    private async Task<KeyAttempt> FailAsync((IKeyService Service, MasterKey Key) opened)
    {
        var result = await opened.Service.UnwrapAsync(new(opened.Key, Wrapped, null), Ct);
        Assert.Null(result.Part);
        Assert.Contains(Named, result.Attempt.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.Attempt.Detail, StringComparison.Ordinal);
        return result.Attempt;
    }
}
