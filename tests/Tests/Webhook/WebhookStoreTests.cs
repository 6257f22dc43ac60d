using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Webhook;

/// <summary>A server behind templates as a store like all others, and what is its own.</summary>
public sealed class WebhookStoreTests : SecretStoreContract, IDisposable
{
    private readonly FakeWebhook _webhook = new();
    private readonly GivenReferences _references = new()
    {
        Secrets = { ["ns/cred"] = new() { ["token"] = "canary-webhook-token" } },
        Labels = { ["ns/cred"] = new() { ["external-secrets.io/type"] = "webhook" } },
    };

    private readonly HttpConnections _connections;
    private readonly ProviderHost _host;

    public WebhookStoreTests()
    {
        var environment = new HostEnvironment([], "/");
        _connections = new(environment, TimeProvider.System);
        _host = new(environment, _connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override bool FindsByName => false;

    protected override bool MarksWhatItMakes => false;

    public void Dispose()
    {
        _connections.Dispose();
        _webhook.Dispose();
    }

    protected override ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var (name, value) in Held)
        {
            _webhook[name] = value;
        }

        return new(Open($$$"""
            {"url":"{{{_webhook.Url}}}/secrets/{{ .remoteRef.key }}{{ with .remoteRef.property }}?property={{ . }}{{ end }}",
             "headers":{"Authorization":"Bearer {{ .auth.token }}"},
             "secrets":[{"name":"auth","secretRef":{"name":"cred"}}],
             "result":{"jsonPath":"{{ with .remoteRef.property }}$[{{ . | toJson }}]{{ end }}"}}
            """));
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://x.localhost.:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://[64:ff9b::7f00:1]:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://0.0.0.0:PORT/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    public async Task This_machine_and_its_link_are_not_asked_in_a_cluster(string url)
    {
        var port = _webhook.Url.Split(':')[^1];
        var settings = $$"""{"url":"{{url.Replace("PORT", port, StringComparison.Ordinal)}}"}""";
        await using var store = Open(settings, allowsLocal: false);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("k"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains("an address of this machine or of its link", failure.Message, StringComparison.Ordinal);
        Assert.Equal(StoreReadiness.Failed, (await store.ValidateAsync(Ct)).Readiness);
        Assert.Empty(_webhook.Requests);
    }

    [Fact]
    public async Task A_name_that_resolves_to_this_machine_is_not_asked()
    {
        // The name is looked at once more where it was resolved.
        var dialer = new Dialer(TimeProvider.System, (_, address) => !LocalAddresses.Contain(address));
        var port = int.Parse(_webhook.Url.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var failure = await Assert.ThrowsAsync<DialException>(async () => await dialer.ConnectAsync(new("localhost", port), Ct));
        Assert.Equal(SocketError.AccessDenied, failure.Error);
        Assert.Empty(_webhook.Requests);
    }

    [Fact]
    public async Task A_redirect_to_this_machine_is_not_followed()
    {
        // The proxy plays the server in the network, so that the first request may leave.
        using var network = new HttpServer(_ => ServedAnswer.Redirect(_webhook.Url + "/secrets/app-plain"));
        var environment = new HostEnvironment([new("HTTP_PROXY", network.Url)], "/");
        using var connections = new HttpConnections(environment, TimeProvider.System);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
        await using var store = Open("""{"url":"http://secrets.example/x"}""", allowsLocal: false, host);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("k"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Single(network.Requests);
        Assert.Empty(_webhook.Requests);
    }

    [Fact]
    public async Task Secrets_are_in_no_failure_even_where_templates_put_them_into_the_URL()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var store = Open($$$"""
            {"url":"http://127.0.0.1:{{{port}}}/{{ .auth.token }}/x?t={{ .auth.token }}",
             "secrets":[{"name":"auth","secretRef":{"name":"cred"}}]}
            """);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("k"), Ct));
        Assert.Equal(ProviderFault.Unreachable, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("/***/x", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ fail .auth.token }}")]
    [InlineData("{{ mustFromJson .auth.token }}")]
    [InlineData("{{ .auth.token.deeper }}")]
    public async Task A_template_that_fails_does_not_quote_what_it_was_given(string template)
    {
        await using var store = Open($$$"""
            {"url":"http://127.0.0.1/{{{template}}}","secrets":[{"name":"auth","secretRef":{"name":"cred"}}]}
            """);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("k"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NTLM_is_refused_when_the_store_is_made()
    {
        var failure = Assert.Throws<ProviderException>(() => Open("""
            {"url":"https://secrets.example","auth":{"ntlm":{"usernameSecret":{"name":"a"},"passwordSecret":{"name":"b"}}}}
            """));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains("NTLM is not served here", failure.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("""{"method":"GET"}""", "url")]
    [InlineData("""{"url":"http://x","method":"GET / HTTP/1.1"}""", "method")]
    [InlineData("""{"url":"http://x","timeout":"soon"}""", "timeout")]
    public void Wrong_settings_name_their_field(string settings, string field)
    {
        var failure = Assert.Throws<ProviderException>(() => Open(settings));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains("spec.provider.webhook." + field, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_slower_than_the_manifest_allows_is_given_up()
    {
        using var slow = new HttpServer(_ => ServedAnswer.Stalled);
        await using var store = Open($$"""{"url":"{{slow.Url}}","timeout":"300ms"}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("k"), Ct));
        Assert.Equal(ProviderFault.TimedOut, failure.Failure.Fault);
    }

    [Fact]
    public async Task Lines_in_a_header_are_refused()
    {
        await using var store = Open($$$"""{"url":"{{{_webhook.Url}}}","headers":{"X-K":"{{ .remoteRef.key }}"}}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("a\r\nX-Evil: 1"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Empty(_webhook.Requests);
    }

    [Theory]
    [InlineData(false, "1.5")]
    [InlineData(true, "2")]
    public async Task Numbers_lose_decimals_only_on_request(bool rounds, string expected)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("""{"f":1.5}"""));
        await using var store = SecretStores.Find("webhook")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes($$$"""{"url":"{{{server.Url}}}","result":{"jsonPath":"$.f"}}""")).AsMap!,
            Context(true, _host) with { RoundsNumbers = rounds });
        Assert.Equal(expected, (await store.GetAsync(new("k"), Ct))!.RevealText());
    }

    [Fact]
    public async Task A_Secret_that_is_not_marked_for_webhooks_is_not_read()
    {
        _references.Labels["ns/cred"] = [];
        await using var store = await CreateAsync(Ct);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app-plain"), Ct));
        Assert.Contains("secret does not contain needed label 'external-secrets.io/type: webhook'", failure.Message,
            StringComparison.Ordinal);
        Assert.Empty(_webhook.Requests);
    }

    [Fact]
    public async Task Another_engine_for_templates_can_be_given()
    {
        _webhook["given"] = "v";
        await using var store = SecretStores.Find("webhook")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes("""{"url":"URL","headers":{"Authorization":"TOKEN"}}""")).AsMap!,
            Context(true, _host) with
            {
                Template = (text, _, _) => Encoding.UTF8.GetBytes(
                    text == "URL" ? _webhook.Url + "/secrets/given" : "Bearer canary-webhook-token"),
            });
        Assert.Equal("v", (await store.GetAsync(new("k"), Ct))!.RevealText());
    }

    private ISecretStore Open(string settings, bool allowsLocal = true, ProviderHost? host = null) =>
        SecretStores.Find("webhook")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes(settings)).AsMap!, Context(allowsLocal, host ?? _host));

    private StoreContext Context(bool allowsLocal, ProviderHost host) =>
        new("store", IsClusterStore: false, "ns", _references, host) { AllowsLocalAddresses = allowsLocal };
}
