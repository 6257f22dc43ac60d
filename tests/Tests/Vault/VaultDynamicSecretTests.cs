using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Vault.Dynamic;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Tests.Vault;

/// <summary>Any path of a server as a source of values: certificates, tokens, whatever it makes.</summary>
public sealed class VaultDynamicSecretTests : IDisposable
{
    private readonly FakeVault _vault = new();
    private readonly VaultFixture _fixture = new();
    private readonly GivenReferences _references = new();

    public VaultDynamicSecretTests() => _references["default/vault/token"] = _vault.RootToken;

    [Fact]
    public async Task A_certificate_is_issued_by_a_write_and_its_lease_outlives_the_call()
    {
        _vault.Do("POST", "sys/mounts/pki", """{"type":"pki"}""");
        _vault.Do("POST", "pki/root/generate/internal", """{"common_name":"root"}""");
        _vault.Do("POST", "pki/roles/web", """{"max_ttl":"72h"}""");
        _vault.Do("POST", "sys/auth/userpass", """{"type":"userpass"}""");
        _vault.Do("POST", "sys/policies/acl/pki", """{"policy":"path \"pki/*\" { capabilities = [\"update\"] }"}""");
        _vault.Do("POST", "auth/userpass/users/u", """{"password":"p","token_policies":"pki"}""");
        _references["default/s/p"] = "p";
        var map = await GenerateAsync(
            "\"path\":\"/pki/issue/web\",\"method\":\"POST\",\"parameters\":{\"common_name\":\"shop.example.com\",\"ttl\":\"24h\"}",
            VaultFixture.WithAuth(_vault.Url, """{"userPass":{"username":"u","secretRef":{"name":"s","key":"p"}}}"""));
        Assert.Contains("private_key", map.Names);
        var request = _vault.Requests.Single(request => request.Target == "/v1/pki/issue/web");
        Assert.Equal("PUT", request.Method);
        Assert.Equal("""{"common_name":"shop.example.com","ttl":"24h"}""", Encoding.UTF8.GetString(request.Body));

        // What is made ends with its token.
        Assert.Equal(0, _vault.Count("auth/token/revoke-self"));
    }

    [Theory]
    [InlineData("Auth", "accessor")]
    [InlineData("Raw", "auth")]
    public async Task Sections_of_an_answer_are_chosen(string type, string member)
    {
        var map = await GenerateAsync(
            $"\"path\":\"auth/token/create\",\"method\":\"PUT\",\"resultType\":\"{type}\",\"parameters\":{{\"ttl\":\"1h\"}}");
        Assert.Contains(member, map.Names);
    }

    [Fact]
    public async Task Parameters_of_reads_are_in_the_query()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("""{"data":{"password":"x","n":12345678901234567890}}"""));
        var map = await GenerateAsync(
            "\"path\":\"database/creds/app\",\"getParameters\":{\"ttl\":[\"1h\"],\"a b\":[\"x&y\",\"z\"]}",
            VaultFixture.WithToken(server.Url));
        Assert.Equal("12345678901234567890", map["n"]!.RevealText());
        Assert.Equal("/v1/database/creds/app?a%20b=x%26y&a%20b=z&ttl=1h", server.Requests.Single().Target);
    }

    [Fact]
    public async Task Keys_are_listed()
    {
        _vault.Do("POST", "secret/data/a", """{"data":{}}""");
        var map = await GenerateAsync("\"path\":\"secret/metadata\",\"method\":\"LIST\"");
        Assert.Equal("""["a"]""", map["keys"]!.RevealText());
    }

    [Fact]
    public async Task An_empty_answer_is_a_failure_unless_it_may_be_empty()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await GenerateAsync("\"path\":\"secret/data/none\""));
        Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
        Assert.Equal(0, (await GenerateAsync("\"path\":\"secret/data/none\",\"allowEmptyResponse\":true")).Count);
        Assert.Equal(0, (await GenerateAsync("\"path\":\"secret/data/none\",\"method\":\"DELETE\",\"allowEmptyResponse\":true")).Count);
    }

    [Theory]
    [InlineData("\"resultType\":\"Data\"", "path")]
    [InlineData("\"path\":\"x\",\"resultType\":\"All\"", "resultType")]
    [InlineData("\"path\":\"../sys/raw\"", "..")]
    [InlineData("\"path\":\"x\",\"retrySettings\":{\"maxRetries\":-1}", "maxRetries")]
    public async Task Specs_that_are_wrong_are_refused(string fields, string words)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await GenerateAsync(fields));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task A_write_is_not_repeated_and_a_read_is_as_often_as_it_says()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("""{"errors":["x"]}""", "500 Failed"));
        const string Retries = ",\"retrySettings\":{\"maxRetries\":2,\"retryInterval\":\"1ms\"}";
        await Assert.ThrowsAsync<ProviderException>(
            async () => await GenerateAsync("\"path\":\"x\",\"method\":\"POST\"" + Retries, VaultFixture.WithToken(server.Url)));
        Assert.Single(server.Requests);
        await Assert.ThrowsAsync<ProviderException>(
            async () => await GenerateAsync("\"path\":\"x\"" + Retries, VaultFixture.WithToken(server.Url)));
        Assert.Equal(4, server.Requests.Count);
    }

    public void Dispose()
    {
        _vault.Dispose();
        _fixture.Dispose();
    }

    private ValueTask<SecretMap> GenerateAsync(string fields, string? provider = null) => VaultDynamicSecret.GenerateAsync(
        GoJson.Parse(Encoding.UTF8.GetBytes(
            "{" + fields + ",\"provider\":" + (provider ?? VaultFixture.WithToken(_vault.Url)) + "}")).AsMap!,
        new("g", false, "default", _references, _fixture.Host), TestContext.Current.CancellationToken);
}
