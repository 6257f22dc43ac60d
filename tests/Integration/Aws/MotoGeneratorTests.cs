using System.Globalization;
using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Integration.Aws;

/// <summary>Generators of AWS as another implementation answers.</summary>
public sealed class MotoGeneratorTests : IDisposable
{
    private readonly MotoBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_login_for_the_registry_of_an_account_is_made()
    {
        var made = await GenerateAsync("ECRAuthorizationToken", $$"""{"region":"{{MotoBench.Region}}","role":"{{_bench.Role}}"}""");
        Assert.Equal(["expires_at", "password", "proxy_endpoint", "username"], made.Names.Order());
        Assert.Equal("AWS", made["username"]!.RevealText());
        Assert.NotEmpty(made["password"]!.RevealText());
        Assert.Equal(
            $"https://{_bench.Account}.dkr.ecr.{MotoBench.Region}.amazonaws.com", made["proxy_endpoint"]!.RevealText());
        Assert.True(long.Parse(made["expires_at"]!.RevealText(), CultureInfo.InvariantCulture) > 1_000_000_000);
    }

    [Fact]
    public async Task A_session_of_keys_in_a_Secret_is_made()
    {
        (_bench.References["ns/aws/id"], _bench.References["ns/aws/key"]) =
            ("AKIAEXAMPLEEXAMPLE01", "exampleSecretKeyForRecordings/0123456789");
        var made = await GenerateAsync("STSSessionToken", """
            {"region":"@REGION@","requestParameters":{"sessionDuration":1800},
             "auth":{"secretRef":{"accessKeyIDSecretRef":{"name":"aws","key":"id"},"secretAccessKeySecretRef":{"name":"aws","key":"key"}}}}
            """.Replace("@REGION@", MotoBench.Region, StringComparison.Ordinal));
        Assert.Equal(["access_key_id", "expiration", "secret_access_key", "session_token"], made.Names.Order());
        Assert.All(made.Names, name => Assert.NotEmpty(made[name]!.RevealText()));
        var end = DateTimeOffset.FromUnixTimeSeconds(long.Parse(made["expiration"]!.RevealText(), CultureInfo.InvariantCulture));
        Assert.InRange(end - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(25), TimeSpan.FromMinutes(35));
    }

    private async Task<SecretMap> GenerateAsync(string kind, string spec) => await SecretGenerators.Create(
        kind, GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!, new("g", IsClusterStore: false, "ns", _bench.References, _bench.Host))
        .GenerateAsync(Ct);
}
