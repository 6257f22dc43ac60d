using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Azure.Registry;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Azure;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Azure;

/// <summary>Logins for registries of Azure: what is asked of the token server and of the registry.</summary>
public sealed class AcrTokenGeneratorTests : IDisposable
{
    private const string Principal = """
        "auth":{"servicePrincipal":{"secretRef":{"clientId":{"name":"azure","key":"id"},"clientSecret":{"name":"azure","key":"secret"}}}}
        """;

    private readonly FakeKeyVault _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _azure.Dispose();

    [Theory]
    [InlineData("", "canary-refresh", 1)]
    [InlineData("repository:app:pull", "canary-scoped", 2)]
    public async Task A_token_of_the_identity_is_exchanged_at_the_registry(string scope, string password, int exchanges)
    {
        var forms = new List<(string Path, string Body)>();
        _azure.Instead = request =>
        {
            if (FakeKeyVault.IsForToken(request) && request.Target.Contains("v2.0", StringComparison.Ordinal))
            {
                return null;
            }

            forms.Add((request.Target, Uri.UnescapeDataString(Encoding.ASCII.GetString(request.Body))));
            return ServedAnswer.Kept(request.Target == "/oauth2/exchange"
                ? """{"refresh_token":"canary-refresh"}""" : """{"access_token":"canary-scoped"}""");
        };
        var spec = $$"""{"registry":"app.azurecr.io","tenantId":"{{FakeKeyVault.Tenant}}","scope":"{{scope}}",{{Principal}}}""";
        var made = await Create(spec).GenerateAsync(Ct);
        Assert.Equal("00000000-0000-0000-0000-000000000000", made["username"]!.RevealText());
        Assert.Equal(password, made["password"]!.RevealText());
        Assert.Equal(exchanges, forms.Count);
        Assert.Equal(
            ("/oauth2/exchange",
                $"grant_type=access_token&service=app.azurecr.io&tenant={FakeKeyVault.Tenant}&access_token=canary-access-token-1"),
            forms[0]);
        if (exchanges == 2)
        {
            Assert.Equal(
                ("/oauth2/token", $"grant_type=refresh_token&service=app.azurecr.io&scope={scope}&refresh_token=canary-refresh"), forms[1]);
        }

        var token = Uri.UnescapeDataString(Encoding.ASCII.GetString(_azure.TokenRequests[0].Body));
        Assert.Contains("https://management.azure.com/.default", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_registry_and_nothing_that_was_sent()
    {
        _azure.Instead = request => FakeKeyVault.IsForToken(request) ? null : ServedAnswer.Kept("canary-words", "401 Unauthorized");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () =>
            await Create($$"""{"registry":"app.azurecr.io","tenantId":"{{FakeKeyVault.Tenant}}",{{Principal}}}""").GenerateAsync(Ct));
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.Contains("app.azurecr.io", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    private AcrTokenGenerator Create(string spec)
    {
        var references = new GivenReferences
        {
            Secrets = { ["team/azure"] = new() { ["id"] = FakeKeyVault.Client, ["secret"] = "canary-client-secret" } },
        };
        return new(
            new(GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!, "spec", "ACR"),
            new("g", IsClusterStore: false, "team", references, _azure.Host), _azure.Tls);
    }
}
