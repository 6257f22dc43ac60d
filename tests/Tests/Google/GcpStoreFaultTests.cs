using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.SecretManager;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Google;

/// <summary>How the store of Google Secret Manager fails, as all stores do.</summary>
public sealed class GcpStoreFaultTests : StoreFaultContract
{
    private readonly List<GcpKmsBench> _benches = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override string Provider => "Google Secret Manager";

    protected override string Key => "db";

    protected override bool TakesRoots => false;

    [Fact]
    public async Task An_empty_404_is_not_a_secret_that_is_missing()
    {
        var server = Serve(_ => ServedAnswer.Kept("", "404 Not Found"));
        Assert.Equal(ProviderFault.InvalidResponse, (await FailAsync(Create(server.Url, null, null))).Failure.Fault);
    }

    [Fact]
    public async Task A_secret_that_Google_does_not_find_is_missing()
    {
        var server = Serve(_ => FakeKms.Error(404, "NOT_FOUND", "Secret not found or has no versions."));
        await using var store = Create(server.Url, null, null);
        Assert.Null(await store.GetAsync(new(Key), Ct));
    }

    [Fact]
    public async Task An_account_that_is_not_there_is_not_a_secret_that_is_missing()
    {
        var server = Serve(Success);
        var metadata = Serve(_ => ServedAnswer.Status("404 Not Found"));
        await using var store = At(server.Url, null, metadata);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(Key), Ct));
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_token_that_is_refused_in_between_is_renewed_once()
    {
        var count = 0;
        var server = Serve(request => Interlocked.Increment(ref count) == 1 ? FakeKms.Error(401, "UNAUTHENTICATED", "expired")
            : Success(request));
        var tokens = 0;
        var metadata = Serve(_ => ServedAnswer.Kept($$"""{"access_token":"{{Canary}}{{++tokens}}","expires_in":3600}"""));
        await using var store = At(server.Url, null, metadata);
        Assert.NotNull(await store.GetAsync(new(Key), Ct));
        Assert.Equal([$"Bearer {Canary}1", $"Bearer {Canary}2"], server.Requests.Select(request => request.Header("Authorization")));
    }

    protected override ISecretStore Create(string url, string? roots, string? proxy) => At(
        url, proxy, Serve(_ => ServedAnswer.Kept($$"""{"access_token":"{{Canary}}","expires_in":3600}""")));

    protected override ServedAnswer Success(ServedRequest request) =>
        ServedAnswer.Kept($$$"""{"payload":{"data":"{{{Convert.ToBase64String("value"u8)}}}"}}""");

    protected override ServedAnswer Error(int status, string headers = "", string? message = null) => FakeKms.Error(
        status, status switch { 400 => "INVALID_ARGUMENT", 403 => "PERMISSION_DENIED", 429 => "RESOURCE_EXHAUSTED", _ => "INTERNAL" },
        message ?? $"reason with {Canary}", headers);

    protected override ServedAnswer Missing() => FakeKms.Error(404, "NOT_FOUND", "Secret not found");

    protected override ServedAnswer Prepared(ServedRequest request) => request.Method == "POST"
        ? ServedAnswer.Kept("""{"name":"projects/1/secrets/db","labels":{"managed-by":"external-secrets"}}""") : Missing();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _benches.ForEach(bench => bench.Dispose());
    }

    private GcpSecretStore At(string url, string? proxy, HttpServer metadata)
    {
        var variables = new List<KeyValuePair<string, string>> { new("GCE_METADATA_HOST", $"127.0.0.1:{metadata.Port}") };
        if (proxy is not null)
        {
            variables.Add(new("HTTPS_PROXY", proxy));
        }

        var bench = new GcpKmsBench(variables);
        _benches.Add(bench);
        return GcpSecretStore.TestOnlyCreate(
            GoJson.Parse(Encoding.UTF8.GetBytes("""{"projectID":"p"}""")).AsMap!,
            new("store", IsClusterStore: false, "ns", null!, bench.Host), url);
    }
}
