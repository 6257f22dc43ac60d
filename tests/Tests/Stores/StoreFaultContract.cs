using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Platform.Http;

namespace SecretsKit.Tests.Stores;

/// <summary>
/// How every store that asks a server must fail: with one clear error that names provider, operation and what was asked for, says what to
/// check, quotes nothing secret, and repeats nothing that must not be. A subclass says how its store reads one secret from a server.
/// </summary>
public abstract partial class StoreFaultContract : FaultContract
{
    /// <summary>The provider's name in messages.</summary>
    protected abstract string Provider { get; }

    /// <summary>The key that is read; it has to be in messages.</summary>
    protected virtual string Key => "app/db";

    /// <summary>The most requests that one read may lead to where a server fails for now.</summary>
    protected virtual int MostAttempts => 4;

    /// <summary>Whether a store may name certificates of its own to trust; else those of the machine count.</summary>
    protected virtual bool TakesRoots => true;

    /// <summary>Whether status 404 says that there is no secret, whoever answers; else the vendor's own words do.</summary>
    protected virtual bool TrustsAnyNotFound => false;

    /// <summary>The fault of status 403.</summary>
    protected virtual ProviderFault FaultOfForbidden => ProviderFault.Denied;

    /// <summary>
    /// A store at this address, whose credentials hold <see cref="Canary"/> and need no further server. Waits between attempts must be
    /// short.
    /// </summary>
    /// <param name="url">Scheme, host and port.</param>
    /// <param name="roots">The certificates that the store trusts, in PEM; null for those of the machine.</param>
    /// <param name="proxy">The proxy; null for none.</param>
    protected abstract ISecretStore Create(string url, string? roots, string? proxy);

    /// <summary>A response that holds the secret <see cref="Key"/> with the value <c>value</c>.</summary>
    protected abstract ServedAnswer Success(ServedRequest request);

    /// <summary>A failure in the form of the vendor, with this status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">More headers, each with its line break.</param>
    /// <param name="message">The vendor's words; null for any.</param>
    protected abstract ServedAnswer Error(int status, string headers = "", string? message = null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, ProviderFault.InvalidRequest)]
    [InlineData(500, ProviderFault.ServerFailed)]
    [InlineData(502, ProviderFault.ServerFailed)]
    [InlineData(503, ProviderFault.ServerFailed)]
    [InlineData(504, ProviderFault.ServerFailed)]
    public async Task A_status_is_the_fault_that_it_means(int status, ProviderFault fault)
    {
        var server = Serve(_ => Error(status));
        var failure = await FailAsync(Create(server.Url, null, null));
        Assert.Equal(fault, failure.Failure.Fault);
        Assert.Equal(status, failure.Failure.Status);
        Assert.InRange(server.Requests.Count, 1, status == 400 ? 1 : MostAttempts);
    }

    [Fact]
    public async Task What_is_forbidden_is_asked_for_once()
    {
        var server = Serve(_ => Error(403));
        var failure = await FailAsync(Create(server.Url, null, null));
        Assert.Equal(FaultOfForbidden, failure.Failure.Fault);
        Assert.InRange(server.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task A_server_that_fails_for_now_is_asked_again()
    {
        var count = 0;
        var server = Serve(request => Interlocked.Increment(ref count) <= 2 ? Error(503) : Success(request));
        await using var store = Create(server.Url, null, null);
        Assert.NotNull(await store.GetAsync(new(Key), Ct));
    }

    [Fact]
    public async Task A_server_that_is_asked_too_often_is_asked_again_when_it_says()
    {
        var count = 0;
        var server = Serve(request => Interlocked.Increment(ref count) == 1 ? Error(429, "Retry-After: 0\r\n") : Success(request));
        await using var store = Create(server.Url, null, null);
        Assert.NotNull(await store.GetAsync(new(Key), Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Retry-After: 86400\r\n")]
    [InlineData("Retry-After: soon\r\n")]
    public async Task A_server_that_goes_on_limiting_is_named_as_such(string headers)
    {
        var server = Serve(_ => Error(429, headers));
        var failure = await FailAsync(Create(server.Url, null, null));
        Assert.Equal(ProviderFault.Throttled, failure.Failure.Fault);
        Assert.InRange(server.Requests.Count, 1, MostAttempts);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"data\":{\"data\":")]
    [InlineData("<html>a portal</html>")]
    public async Task A_content_that_is_not_the_vendors_is_an_invalid_response(string content)
    {
        var server = Serve(_ => ServedAnswer.Kept(content));
        Assert.Equal(ProviderFault.InvalidResponse, (await FailAsync(Create(server.Url, null, null))).Failure.Fault);
    }

    [Fact]
    public async Task Members_of_other_types_are_a_failure_and_no_empty_secret()
    {
        var server = Serve(_ => ServedAnswer.Kept(
            """{"kind":"Secret","data":7,"value":7,"payload":7,"Parameter":7,"SecretString":7,"SecretBinary":[]}"""));
        var failure = await FailAsync(Create(server.Url, null, null));
        Assert.Contains(failure.Failure.Fault, (ProviderFault[])[ProviderFault.InvalidResponse, ProviderFault.NotFound]);
    }

    [Theory]
    [InlineData("<html>no such page</html>")]
    [InlineData("{\"message\":\"no Route matched with those values\"}")]
    public async Task What_something_else_does_not_find_is_not_a_secret_that_is_missing(string content)
    {
        var server = Serve(_ => ServedAnswer.Kept(content, "404 Not Found"));
        if (TrustsAnyNotFound)
        {
            await using var store = Create(server.Url, null, null);
            Assert.Null(await store.GetAsync(new(Key), Ct));
            return;
        }

        Assert.Equal(ProviderFault.InvalidResponse, (await FailAsync(Create(server.Url, null, null))).Failure.Fault);
    }

    [Fact]
    public async Task A_content_that_breaks_off_is_a_failure()
    {
        var server = Serve(_ => BrokenOff);
        var failure = await FailAsync(Create(server.Url, null, null));
        Assert.Contains(failure.Failure.Fault, (ProviderFault[])[ProviderFault.Unreachable, ProviderFault.InvalidResponse]);
    }

    [Fact]
    public async Task A_content_of_100_MB_is_refused()
    {
        var server = Serve(_ => Huge);
        Assert.Equal(ProviderFault.InvalidResponse, (await FailAsync(Create(server.Url, null, null))).Failure.Fault);
    }

    [Fact]
    public async Task What_is_not_HTTP_is_a_failure()
    {
        var server = Serve(_ => NotHttp);
        var failure = await FailAsync(Create(server.Url, null, null));
        Assert.Contains(failure.Failure.Fault, (ProviderFault[])[ProviderFault.Unreachable, ProviderFault.InvalidResponse]);
    }

    [Fact]
    public async Task Credentials_do_not_follow_to_another_server()
    {
        var other = Serve(Success);
        var server = Serve(request => ServedAnswer.Redirect(other.Url + request.Target, 307));
        await FailAsync(Create(server.Url, null, null));
        Assert.DoesNotContain(
            Canary, string.Join('\n', other.Requests.SelectMany(request => request.Headers.Values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_server_does_not_keep_who_stops_waiting()
    {
        var server = Serve(_ => ServedAnswer.Silence);
        await using var store = Create(server.Url, null, null);
        await StopWaitingAsync(server, ct => store.GetAsync(new(Key), ct).AsTask());
    }

    [Fact]
    public async Task A_connection_that_stops_in_the_middle_does_not_keep_who_stops_waiting()
    {
        var server = Serve(_ => ServedAnswer.Stalled);
        await using var store = Create(server.Url, null, null);
        await StopWaitingAsync(server, ct => store.GetAsync(new(Key), ct).AsTask());
    }

    [Fact]
    public async Task A_port_where_nothing_is_cannot_be_reached() => Assert.Equal(
        ProviderFault.Unreachable, (await FailAsync(Create($"http://127.0.0.1:{UnusedPort}", null, null))).Failure.Fault);

    [Fact]
    public async Task A_name_that_does_not_exist_cannot_be_reached() => Assert.Equal(
        ProviderFault.Unreachable, (await FailAsync(Create("http://nothing.invalid", null, null))).Failure.Fault);

    [Fact]
    public async Task A_proxy_that_refuses_is_a_failure()
    {
        var proxy = Serve(_ => ServedAnswer.Status("403 Forbidden"));
        var server = Serve(Success);
        var failure = await FailAsync(Create(server.Url.Replace("http://127.0.0.1", "https://vendor.test", StringComparison.Ordinal),
            null, proxy.Url));
        Assert.Equal(ProviderFault.Unreachable, failure.Failure.Fault);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_of_a_private_authority_is_trusted_if_the_store_says_so()
    {
        using var authority = TestCertificates.Authority();
        var server = Serve(Success, TestCertificates.SignedBy(authority, "127.0.0.1"));
        if (!TakesRoots)
        {
            Assert.Equal(ProviderFault.Unreachable, (await FailAsync(Create(server.Url, null, null))).Failure.Fault);
            return;
        }

        await using var store = Create(server.Url, authority.ExportCertificatePem(), null);
        Assert.NotNull(await store.GetAsync(new(Key), Ct));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("name")]
    [InlineData("expired")]
    public async Task A_certificate_that_is_not_right_is_refused_before_anything_is_sent(string kind)
    {
        using var certificate = WrongCertificate(kind);
        using var other = TestCertificates.SelfSigned("127.0.0.1");
        var server = Serve(Success, certificate);
        var failure = await FailAsync(Create(server.Url, (kind == "unknown" ? other : certificate).ExportCertificatePem(), null));
        Assert.Equal(ProviderFault.Unreachable, failure.Failure.Fault);
        Assert.Empty(server.Requests);
    }

    /// <summary>Starts a server without encryption that the test's end stops.</summary>
    protected HttpServer Serve(Func<ServedRequest, ServedAnswer> answer) => Serve(answer, certificate: null);

    /// <summary>Reads once, which must fail as all failures should, and disposes the store.</summary>
    protected async Task<ProviderException> FailAsync(ISecretStore store)
    {
        await using (store)
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(Key), Ct));
            Assert.Equal(Provider, failure.Failure.Provider);
            Assert.NotEmpty(failure.Failure.Operation);
            Assert.Contains(Provider, failure.Message, StringComparison.Ordinal);
            Assert.Contains(Key, failure.Message, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(failure.Hint), $"no advice: {failure.Message}");
            Assert.DoesNotContain(Canary, failure + failure.Hint, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
            return failure;
        }
    }
}
