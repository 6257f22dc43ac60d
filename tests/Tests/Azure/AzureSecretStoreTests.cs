using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Azure.Secrets;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Azure;
using SecretsKit.Testing.Stores;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Azure;

/// <summary>An Azure Key Vault as a store like all others, and what is its own about reading.</summary>
public sealed class AzureSecretStoreTests : SecretStoreContract, IDisposable
{
    internal const string Settings = """
        {"vaultUrl":"https://myvault.vault.azure.net/","tenantId":"0f0f0f0f-1111-4222-8333-0123456789ab",
         "authSecretRef":{"clientId":{"name":"azure","key":"id"},"clientSecret":{"name":"azure","key":"secret"}}}
        """;

    private readonly FakeKeyVault _vault = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _vault.Dispose();

    internal static GivenReferences References() => new()
    {
        Secrets = { ["ns/azure"] = new() { ["id"] = FakeKeyVault.Client, ["secret"] = "canary-client-secret" } },
    };

    internal static ISecretStore Create(
        FakeKeyVault vault, string settings = Settings, GivenReferences? references = null, bool isClusterStore = false,
        string ns = "ns") =>
        new AzureSecretStore(GoJson.Parse(Encoding.UTF8.GetBytes(settings)).AsMap!,
            new("store", isClusterStore, ns, references ?? References(), vault.Host), vault.Tls);

    // For whoever runs a command on their own machine.
    internal static ISecretStore CreateLocal(FakeKeyVault vault, string settings) => new AzureSecretStore(
        GoJson.Parse(Encoding.UTF8.GetBytes(settings)).AsMap!,
        new("store", IsClusterStore: false, "ns", References(), vault.Host) { AllowsFiles = true }, vault.Tls);

    protected override ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var (name, value) in Held)
        {
            _vault.Add(name, value);
        }

        return new(Create(_vault));
    }

    [Fact]
    public void Manifests_find_it() => Assert.Equal("azurekv", SecretStores.Find("azurekv")?.Field);

    [Theory]
    [InlineData("app", "", "two", "GET /secrets/app/?api-version=7.0")]
    [InlineData("secret/app", "", "two", "GET /secrets/app/?api-version=7.0")]
    [InlineData("secret/app/ignored", "v1", "one", "GET /secrets/app/v1?api-version=7.0")]
    [InlineData("app", "v9", null, "GET /secrets/app/v9?api-version=7.0")]
    [InlineData("key/none", "", null, "GET /keys/none/?api-version=7.0")]
    [InlineData("cert/none", "", null, "GET /certificates/none/?api-version=7.0")]
    public async Task Prefixes_and_versions_lead_to_one_object(string key, string version, string? expected, string call)
    {
        _vault.Add("app", "one");
        _vault.Add("app", "two");
        await using var store = Create(_vault);
        Assert.Equal(expected, (await store.GetAsync(new(key) { Version = version }, Ct))?.RevealText());
        Assert.Equal([call], _vault.Calls);
    }

    [Fact]
    public async Task The_new_client_asks_by_its_version_of_the_interface()
    {
        _vault.Add("app", "one");
        var settings = Settings.Replace("\"vaultUrl\"", "\"useAzureSDK\":true,\"vaultUrl\"", StringComparison.Ordinal);
        await using var store = Create(_vault, settings);
        await store.GetAsync(new("app"), Ct);
        Assert.Equal(["GET /secrets/app/?api-version=7.6"], _vault.Calls);
    }

    [Theory]
    [InlineData("folder/app")]
    [InlineData("secret/")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task Names_that_no_vault_has_are_refused_before_a_request(string key)
    {
        await using var store = Create(_vault);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(key), Ct));
        Assert.Equal(ProviderFault.InvalidRequest, failure.Failure.Fault);
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task A_key_is_a_web_key_and_a_certificate_its_bytes()
    {
        _vault.AddObject("keys", "k", new()
        {
            ["key"] = new System.Text.Json.Nodes.JsonObject
            {
                ["n"] = "AQAB", ["kty"] = "RSA", ["kid"] = "https://myvault.vault.azure.net/keys/k/v1", ["e"] = "AQAB", ["key_ops"] =
                    new System.Text.Json.Nodes.JsonArray("encrypt"),
            },
        });
        _vault.AddObject("certificates", "c", new() { ["cer"] = "AP8B" });
        await using var store = Create(_vault);
        Assert.Equal(
            """{"kid":"https://myvault.vault.azure.net/keys/k/v1","kty":"RSA","key_ops":["encrypt"],"n":"AQAB","e":"AQAB"}""",
            (await store.GetAsync(new("key/k"), Ct))!.RevealText());
        Assert.Equal("RSA", (await store.GetAsync(new("key/k") { Property = "kty" }, Ct))!.RevealText());
        Assert.Equal([0, 255, 1], (await store.GetAsync(new("cert/c"), Ct))!.Bytes.ToArray());
        foreach (var name in new[] { "key/k", "cert/c" })
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetMapAsync(new(name), Ct));
            Assert.Equal(ProviderFault.Unsupported, failure.Failure.Fault);
        }
    }

    [Theory]
    [InlineData("", "{\"attribute.created\":\"2026-01-01T00:00:00Z\",\"attribute.updated\":\"2026-01-01T00:01:00Z\"," +
        "\"env\":\"prod\",\"json\":\"{\\\"a\\\":\\\"1\\\",\\\"b\\\":\\\"2\\\"}\"}")]
    [InlineData("env", "prod")]
    [InlineData("attribute.created", "2026-01-01T00:00:00Z")]
    [InlineData("json.b", "2")]
    public async Task Tags_and_times_are_metadata(string property, string expected)
    {
        _vault.Add("app", "x", ("env", "prod"), ("json", """{"a":"1","b":"2"}"""));
        await using var store = Create(_vault);
        Assert.Equal(expected, (await store.GetAsync(new("app") { Property = property, IsMetadata = true }, Ct))!.RevealText());
    }

    [Fact]
    public async Task A_missing_tag_is_a_failure_and_a_missing_secret_none()
    {
        _vault.Add("app", "x", ("env", "prod"));
        await using var store = Create(_vault);
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await store.GetAsync(new("app") { Property = "nope", IsMetadata = true }, Ct));
        Assert.Equal(ProviderFault.NotFound, failure.Failure.Fault);
        Assert.Null(await store.GetAsync(new("none") { IsMetadata = true }, Ct));
        Assert.Null(await store.GetMapAsync(new("none") { IsMetadata = true }, Ct));
    }

    [Fact]
    public async Task A_map_of_metadata_names_secret_and_tag_and_takes_json_apart()
    {
        _vault.Add("app", "x", ("env", "prod"), ("json", """{"a":"1"}"""), ("mixed", """{"a":1}"""));
        await using var store = Create(_vault);
        var map = await store.GetMapAsync(new("app") { IsMetadata = true }, Ct);
        Assert.Equal(
            ["app_attribute.created", "app_attribute.updated", "app_env", "app_json_a", "app_mixed"], map!.Names);
        Assert.Equal("1", map["app_json_a"]!.RevealText());
        var one = await store.GetMapAsync(new("app") { Property = "env", IsMetadata = true }, Ct);
        Assert.Equal(["app_env"], one!.Names);
    }

    [Fact]
    public async Task A_disabled_secret_is_a_failure_when_named_and_not_found_by_search()
    {
        _vault.Add("app-a", "1", ("env", "prod"));
        _vault.AddObject("secrets", "app-b", new()
        {
            ["value"] = "2", ["attributes"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = false },
        });
        await using var store = Create(_vault);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app-b"), Ct));
        Assert.Equal((ProviderFault.Denied, "SecretDisabled"), (failure.Failure.Fault, failure.Failure.Code));
        Assert.Equal("the secret is disabled in the vault", failure.Hint);
        Assert.Equal(["app-a"], (await store.FindAsync(new() { Name = "^app-" }, Ct)).Names);
    }

    [Fact]
    public async Task Secrets_are_found_by_name_and_tags_over_all_pages()
    {
        foreach (var number in Enumerable.Range(0, 7))
        {
            _vault.Add($"app-{number}", $"value-{number}", ("odd", number % 2 == 1 ? "yes" : "no"), ("team", "a"));
        }

        await using var store = Create(_vault);
        var odd = new Dictionary<string, string> { ["odd"] = "yes", ["team"] = "a" };
        Assert.Equal(["app-1", "app-3", "app-5"], (await store.FindAsync(new() { Tags = odd }, Ct)).Names);
        Assert.Equal(["app-5"], (await store.FindAsync(new() { Tags = odd, Name = "[4-6]" }, Ct)).Names);
        Assert.Equal(7, (await store.FindAsync(new(), Ct)).Count);
        Assert.Contains("GET /secrets?api-version=7.0&$skiptoken=x&skip=2", _vault.Calls);
    }

    [Theory]
    [InlineData("https://evil.example/secrets")]
    [InlineData("http://myvault.vault.azure.net/secrets")]
    [InlineData("no address")]
    public async Task A_list_that_goes_on_elsewhere_gets_no_token(string link)
    {
        _vault.Instead = request => request.Target.StartsWith("/secrets?", StringComparison.Ordinal)
            ? Testing.Http.ServedAnswer.Kept($$"""{"value":[],"nextLink":"{{link}}"}""") : null;
        await using var store = Create(_vault);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.FindAsync(new() { Name = "a" }, Ct));
        Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
        Assert.Single(_vault.Calls);
    }
}
