using System.Text;
using System.Runtime.Versioning;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Vault.Transit;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault;

namespace SecretsKit.Tests.Vault;

/// <summary>What goes wrong with a Vault is reported with its server and path, and never with what was sent.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class VaultTransitFailureTests : IDisposable
{
    private const string Part = "a-data-key-of-32-bytes-exactly!!";

    private static readonly string PartText = Convert.ToBase64String(Encoding.ASCII.GetBytes(Part));

    private readonly FakeTransit _vault = new();

    public static TheoryData<string, string, UnwrapOutcome, string, int> Faults => new()
    {
        { "503 Service Unavailable", "Vault is sealed", UnwrapOutcome.Unavailable, "* Vault is sealed", 4 },
        { "429 Too Many Requests", "request path \"x\": rate limit quota exceeded", UnwrapOutcome.Unavailable,
            "rate limit quota exceeded", 4 },
        { "403 Forbidden", "1 error occurred:\n\t* permission denied\n\n", UnwrapOutcome.Denied,
            "Code: 403. Errors:\n\n* 1 error occurred", 1 },
        { "400 Bad Request", "encryption key not found", UnwrapOutcome.NoMatch, "* encryption key not found", 1 },
        { "404 Not Found", "no handler for route \"x\". route entry not found.", UnwrapOutcome.NoMatch, "no handler for route", 1 },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task A_status_is_an_outcome_with_the_reason_of_the_server(
        string status, string reason, UnwrapOutcome outcome, string text, int attempts)
    {
        _vault.Override = _ => FakeTransit.Error(status, reason);
        var attempt = await UnwrapAsync();

        Assert.Equal(outcome, attempt.Outcome);
        Assert.StartsWith(
            $"failed to decrypt sops data key from Vault transit backend 'transit/decrypt/app': "
                + $"Error making API request.\n\nURL: PUT {_vault.Url}/",
            attempt.Detail, StringComparison.Ordinal);
        Assert.Contains(text, attempt.Detail, StringComparison.Ordinal);
        Assert.Equal(attempts, _vault.Requests.Count);
    }

    [Theory]
    [InlineData("{\"data\":{\"plaintext\":")]
    [InlineData("[1]")]
    [InlineData("{\"data\":{\"plaintext\":5}}")]
    [InlineData("{\"data\":{\"plaintext\":\"not base64!\"}}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_not_what_it_should_be_is_damage(string content)
    {
        _vault.Override = _ => ServedAnswer.Kept(content);
        var attempt = await UnwrapAsync();

        Assert.Equal(UnwrapOutcome.Malformed, attempt.Outcome);
        Assert.DoesNotContain(content, attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_a_hundred_megabytes_is_not_taken_in()
    {
        _vault.Override = _ => ServedAnswer.Zeros(100 * 1024 * 1024);
        var attempt = await UnwrapAsync();

        Assert.Equal(UnwrapOutcome.Unavailable, attempt.Outcome);
        Assert.Contains("larger than", attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_does_not_follow_a_redirect_to_another_server()
    {
        using var other = new FakeTransit();
        _vault.Override = _ => ServedAnswer.Redirect(other.Url + "/v1/transit/decrypt/app", 307);
        var attempt = await UnwrapAsync();

        Assert.Equal(UnwrapOutcome.Unavailable, attempt.Outcome);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task What_was_sent_is_in_no_message_even_if_the_server_sends_it_back()
    {
        _vault.Override = request => FakeTransit.Error(
            "400 Bad Request", $"odd: {Encoding.UTF8.GetString(request.Body)} {request.Header("X-Vault-Token")}");
        using var fixture = new VaultFixture(("VAULT_TOKEN", _vault.Token));
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () =>
            await new VaultTransitKeyService(fixture.Host).WrapAsync(Key(_vault.Url), part, TestContext.Current.CancellationToken));

        Assert.Contains("odd: ", failure.Message, StringComparison.Ordinal);
        foreach (var secret in new[] { _vault.Token, PartText, Part })
        {
            Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_reason_of_the_server_keeps_its_lines_where_a_key_cannot_wrap()
    {
        _vault.Override = _ => FakeTransit.Error("403 Forbidden", "1 error occurred:\n\t* permission denied\n\n");
        using var fixture = new VaultFixture(("VAULT_TOKEN", _vault.Token));
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () =>
            await new VaultTransitKeyService(fixture.Host).WrapAsync(Key(_vault.Url), part, TestContext.Current.CancellationToken));
        Assert.Equal(
            "failed to encrypt sops data key to Vault transit backend 'transit/encrypt/app': Error making API request.\n\n"
            + $"URL: PUT {_vault.Url}/v1/transit/encrypt/app\nCode: 403. Errors:\n\n* 1 error occurred:\n\t* permission denied\n\n",
            failure.Message);
    }

    [Fact]
    public async Task A_server_that_is_down_is_named()
    {
        _vault.Dispose();
        var attempt = await UnwrapAsync();

        Assert.Equal(UnwrapOutcome.Unavailable, attempt.Outcome);
        Assert.Contains($"Put \"{_vault.Url}/v1/transit/decrypt/app\": dial tcp", attempt.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("all", true)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("https://vault.example,{0}", true)]
    [InlineData("{0}/v1", false)]
    public async Task Only_servers_of_the_list_are_asked(string list, bool isAllowed)
    {
        using var fixture = new VaultFixture(
            ("VAULT_TOKEN", _vault.Token), ("SOPS_HC_VAULT_ALLOWLIST", string.Format(null, list, _vault.Url)));
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var service = new VaultTransitKeyService(fixture.Host);
        if (isAllowed)
        {
            Assert.StartsWith("vault:v1:", await service.WrapAsync(Key(_vault.Url), part, CancellationToken.None),
                StringComparison.Ordinal);
            return;
        }

        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () =>
            await service.WrapAsync(Key(_vault.Url), part, CancellationToken.None));
        Assert.Equal($"Allowlist does not allow {_vault.Url}", failure.Message);
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task The_token_comes_from_a_variable_else_from_the_helper_else_from_the_file()
    {
        using var home = new TestFolder();
        home.Write(".vault-token", _vault.Token + "\n");
        Assert.Equal(_vault.Token, await SentTokenAsync(("HOME", home.Path)));

        var helper = home.Write("helper", "#!/bin/sh\necho of-the-helper-$1\n");
        File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        home.Write(".vault", $"token_helper = \"{helper}\"\n");
        Assert.Equal("of-the-helper-get", await SentTokenAsync(("HOME", home.Path)));
        Assert.Equal("given", await SentTokenAsync(("HOME", home.Path), ("VAULT_TOKEN", "given")));
        Assert.Null(await SentTokenAsync(("HOME", "/nowhere")));
    }

    [Fact]
    public async Task The_namespace_and_the_agent_of_the_environment_count()
    {
        using var fixture = new VaultFixture(
            ("VAULT_TOKEN", _vault.Token), ("VAULT_NAMESPACE", "team-a"), ("VAULT_AGENT_ADDR", _vault.Url));
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        await new VaultTransitKeyService(fixture.Host).WrapAsync(Key("https://vault.invalid"), part, CancellationToken.None);

        var request = Assert.Single(_vault.Requests);
        Assert.Equal(("team-a", "true"), (request.Header("X-Vault-Namespace"), request.Header("X-Vault-Request")));
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_unless_it_is_named()
    {
        using var folder = new TestFolder();
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = new HttpServer(_ => FakeTransit.Error("400 Bad Request", "encryption key not found"), certificate);
        var file = folder.Write("ca.pem", certificate.ExportCertificatePem());

        Assert.Contains("certificate signed by unknown authority", (await UnwrapAsync(server.Url)).Detail, StringComparison.Ordinal);
        Assert.Equal(UnwrapOutcome.NoMatch, (await UnwrapAsync(server.Url, ("VAULT_CACERT", file))).Outcome);
        Assert.Equal(UnwrapOutcome.NoMatch, (await UnwrapAsync(server.Url, ("VAULT_CAPATH", folder.Path))).Outcome);
        Assert.Equal(UnwrapOutcome.NoMatch, (await UnwrapAsync(server.Url, ("VAULT_SKIP_VERIFY", "true"))).Outcome);
        Assert.Contains("VAULT_CACERT", (await UnwrapAsync(server.Url, ("VAULT_CACERT", "/nowhere"))).Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _vault.Dispose();

    private static VaultTransitMasterKey Key(string address) => new(address, "transit", "app");

    private async Task<string?> SentTokenAsync(params (string, string)[] variables)
    {
        using var fixture = new VaultFixture(variables);
        await new VaultTransitKeyService(fixture.Host).UnwrapAsync(new(Key(_vault.Url), "vault:v1:eA==", null), CancellationToken.None);
        return _vault.Requests[^1].Header("X-Vault-Token");
    }

    private Task<KeyAttempt> UnwrapAsync() => UnwrapAsync(_vault.Url);

    private async Task<KeyAttempt> UnwrapAsync(string address, params (string, string)[] variables)
    {
        using var fixture = new VaultFixture([("VAULT_TOKEN", _vault.Token), .. variables]);
        var result = await new VaultTransitKeyService(fixture.Host)
            .UnwrapAsync(new(Key(address), "vault:v1:eA==", null), TestContext.Current.CancellationToken);
        return result.Attempt;
    }
}
