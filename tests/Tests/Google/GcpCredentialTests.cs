using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Registration;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Google;

/// <summary>Where tokens of Google come from: federation, users of gcloud, machines; and what manifests must not reach.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GcpCredentialTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly HttpServer _server;
    private readonly List<GcpKmsBench> _benches = [];

    public GcpCredentialTests() => _server = new(request => request.Target.Split('?')[0] switch
    {
        "/sts" => ServedAnswer.Kept("""{"access_token":"canary-federated","expires_in":3600}"""),
        "/impersonate" => request.Header("Authorization") == "Bearer canary-federated"
            ? ServedAnswer.Kept("""{"accessToken":"canary-impersonated","expireTime":"2100-01-01T00:00:00Z"}""")
            : ServedAnswer.Status("403 Forbidden"),
        "/subject" => ServedAnswer.Kept("""{"value":"canary-of-url"}"""),
        "/user" => ServedAnswer.Kept("""{"access_token":"canary-user","expires_in":3600}"""),
        _ => ServedAnswer.Status("404 Not Found"),
    });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _benches.ForEach(bench => bench.Dispose());
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("file", "canary-of-file")]
    [InlineData("field", "canary-of-field")]
    [InlineData("url", "canary-of-url")]
    [InlineData("program", "canary-of-program")]
    public async Task The_token_of_another_provider_is_exchanged(string source, string expected)
    {
        var token = _folder.Write("token", source == "field" ? """{"value":"canary-of-field"}""" : "canary-of-file\n");
        var json = External(source switch
        {
            "file" => new() { ["file"] = token },
            "field" => new() { ["file"] = token, ["format"] = Format() },
            "url" => new() { ["url"] = _server.Url + "/subject", ["format"] = Format() },
            _ => new() { ["executable"] = new JsonObject { ["command"] = _folder.Write("run", "") } },
        });
        if (source == "program")
        {
            File.WriteAllText(Path.Combine(_folder.Path, "run"), "#!/bin/sh\necho '{\"id_token\":\"canary-of-program\"}'\n");
            File.SetUnixFileMode(Path.Combine(_folder.Path, "run"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal("Bearer canary-federated", await HeaderAsync(json, ("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "1")));
        var form = Encoding.UTF8.GetString(_server.Requests[^1].Body);
        Assert.Contains($"subject_token={expected}&", form, StringComparison.Ordinal);
        Assert.Contains("audience=%2F%2Fiam.googleapis.com%2Fpool&", form, StringComparison.Ordinal);
        Assert.Contains(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federated_identity_may_act_as_an_account()
    {
        var json = External(new() { ["file"] = _folder.Write("token", "t") });
        json["service_account_impersonation_url"] = _server.Url + "/impersonate";
        json["service_account_impersonation"] = new JsonObject { ["token_lifetime_seconds"] = 600 };
        Assert.Equal("Bearer canary-impersonated", await HeaderAsync(json));
        Assert.Contains("\"lifetime\":\"600s\"", Encoding.UTF8.GetString(_server.Requests[^1].Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_not_run_unless_a_variable_allows_it()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => HeaderAsync(External(new() { ["executable"] = new JsonObject { ["command"] = "/bin/false" } })));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task The_login_of_gcloud_is_found_and_used()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".config", "gcloud"));
        File.WriteAllText(
            Path.Combine(_folder.Path, ".config", "gcloud", "application_default_credentials.json"),
            """{"type":"authorized_user","client_id":"c","client_secret":"canary-s","refresh_token":"canary-r","""
            + $$""" "token_uri":"{{_server.Url}}/user"}""");
        Assert.Equal("Bearer canary-user", await DefaultAsync(("HOME", _folder.Path)));
        Assert.Equal(
            "client_id=c&client_secret=canary-s&grant_type=refresh_token&refresh_token=canary-r",
            Encoding.UTF8.GetString(Assert.Single(_server.Requests).Body));
    }

    [Fact]
    public async Task Without_anything_the_error_says_where_credentials_are_set_up()
    {
        var failure = await Assert.ThrowsAnyAsync<SecretsKitException>(
            () => DefaultAsync(("HOME", "/nowhere"), ("GCE_METADATA_HOST", "127.0.0.1:9")));
        Assert.Contains("could not find default credentials", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"file":"/etc/hostname"}""", "https://sts.googleapis.com/v1/token", "")]
    [InlineData("""{"executable":{"command":"/bin/true"}}""", "https://sts.googleapis.com/v1/token", "")]
    [InlineData("""{"url":"SERVER/subject"}""", "SERVER/sts", "")]
    [InlineData("""{"url":"SERVER/subject"}""", "https://sts.googleapis.com.evil.example/v1/token", "")]
    [InlineData("""{"url":"SERVER/subject"}""", "https://sts.googleapis.com/v1/token", "SERVER/impersonate")]
    public async Task A_manifest_does_not_reach_what_the_agent_can_read(string source, string tokenUrl, string impersonation)
    {
        var json = External(JsonNode.Parse(source.Replace("SERVER", _server.Url, StringComparison.Ordinal))!.AsObject());
        json["token_url"] = tokenUrl.Replace("SERVER", _server.Url, StringComparison.Ordinal);
        json["service_account_impersonation_url"] = impersonation.Replace("SERVER", _server.Url, StringComparison.Ordinal);
        var references = new GivenReferences
        {
            ["ns/federation/json"] = json.ToJsonString(),
            ConfigMaps = { ["ns/federation"] = new() { ["json"] = json.ToJsonString() } },
        };
        foreach (var auth in (string[])[
            """{"secretRef":{"secretAccessKeySecretRef":{"name":"federation","key":"json"}}}""",
            """{"workloadIdentityFederation":{"credConfig":{"name":"federation","key":"json"}}}"""])
        {
            await using var store = SecretStores.Find("gcpsm")!.Create(
                GoJson.Parse(Encoding.UTF8.GetBytes($$"""{"projectID":"p","auth":{{auth}}}""")).AsMap!,
                new("store", IsClusterStore: false, "ns", references, Bench(("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "1")).Host));
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s"), Ct));
            Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        }

        Assert.Empty(_server.Requests);
    }

    private static JsonObject Format() => new() { ["type"] = "json", ["subject_token_field_name"] = "value" };

    private JsonObject External(JsonObject source) => new()
    {
        ["type"] = "external_account",
        ["audience"] = "//iam.googleapis.com/pool",
        ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
        ["token_url"] = _server.Url + "/sts",
        ["credential_source"] = source,
    };

    private Task<string?> HeaderAsync(JsonObject json, params (string, string)[] variables) => DefaultAsync(
        [("GOOGLE_APPLICATION_CREDENTIALS", _folder.Write("credentials.json", json.ToJsonString())), ("PATH", "/usr/bin:/bin"),
         .. variables]);

    private async Task<string?> DefaultAsync(params (string, string)[] variables)
    {
        var attempt = new HttpAttempt(HttpMethod.Get, HttpUrl.Parse("https://secretmanager.googleapis.com/"), [], null);
        await GoogleCredentials.Of(Bench(variables).Host).Default(GoogleScopes.Platform, signsItself: false).AuthenticateAsync(attempt, Ct);
        return attempt.Headers["Authorization"];
    }

    private GcpKmsBench Bench(params (string Name, string Value)[] variables)
    {
        var bench = new GcpKmsBench(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
        _benches.Add(bench);
        return bench;
    }
}
