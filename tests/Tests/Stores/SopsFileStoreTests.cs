using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Stores;

/// <summary>The store whose secrets are the values of an encrypted file.</summary>
public sealed class SopsFileStoreTests : SecretStoreContract, IDisposable
{
    private static readonly MasterKey Key = new AgeMasterKey("age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq");

    private readonly TestFolder _folder = new();
    private readonly InMemoryKeyService _service = new(KeyType.Age);
    private readonly KeyRing _keys;
    private readonly HttpConnections _connections;

    public SopsFileStoreTests()
    {
        _keys = new(new([_service]), RandomNumberGenerator.Fill, TimeProvider.System);
        _connections = new(new HostEnvironment(new Dictionary<string, string>(), _folder.Path), TimeProvider.System);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connections.Dispose();
        _folder.Dispose();
    }

    /// <inheritdoc/>
    protected override async ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        await WriteAsync("secrets.json", "{" + string.Join(",", Held.Select(entry =>
            $"\"{entry.Key}\":{(entry.Value.StartsWith('{') ? entry.Value : $"\"{entry.Value}\"")}")) + "}");
        return Create("""{"path":"secrets.json"}""");
    }

    [Fact]
    public async Task The_file_is_decrypted_again_only_when_it_has_changed()
    {
        await WriteAsync("a.yaml", "one: canary-1\n");
        await using var store = Create("""{"path":"a.yaml"}""");
        await store.GetAsync(new("one"), Ct);
        await store.GetAsync(new("one"), Ct);
        Assert.Single(_service.Asked);
        await WriteAsync("a.yaml", "one: canary-2\n");
        Assert.Equal("canary-2", (await store.GetAsync(new("one"), Ct))!.RevealText());
        Assert.Equal(2, _service.Asked.Count);
    }

    [Fact]
    public async Task The_whole_document_has_a_name()
    {
        await WriteAsync("a.yaml", "b: {c: 1}\na: [x, 2]\nd: 2001-12-14\n");
        await using var store = Create("""{"path":"a.yaml"}""");
        Assert.Equal("1", (await store.GetAsync(new(".") { Property = "b.c" }, Ct))!.RevealText());
        Assert.Equal(["a", "b", "d"], (await store.GetMapAsync(new("."), Ct))!.Names);
        Assert.Equal("""["x",2]""", (await store.GetAsync(new("a"), Ct))!.RevealText());
    }

    [Fact]
    public async Task A_file_may_be_in_a_secret()
    {
        await WriteAsync("a.yaml", "one: canary-1\n");
        var references = new GivenReferences { ["default/files/app.yaml"] = File.ReadAllText(Path.Combine(_folder.Path, "a.yaml")) };
        await using var store = Create(
            """{"secretRef":{"name":"files","key":"app.yaml"}}""", new("s", false, "default", references, null!) { Keys = _keys });
        Assert.Equal("canary-1", (await store.GetAsync(new("one"), Ct))!.RevealText());
    }

    [Theory]
    [InlineData("""{}""", "expected one of path, secretRef and configMapRef")]
    [InlineData("""{"path":"a","secretRef":{"name":"n","key":"k"}}""", "expected one of path, secretRef and configMapRef")]
    [InlineData("""{"path":"a.yaml","format":"toml"}""", "spec.provider.sopsFile.format")]
    [InlineData("""{"secretRef":{"name":"n"}}""", "spec.provider.sopsFile.secretRef.key")]
    public void Wrong_settings_are_named(string spec, string text)
    {
        var failure = Assert.Throws<ProviderException>(() => Create(spec));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_cluster_no_file_of_the_machine_is_read()
    {
        var failure = Assert.Throws<ProviderException>(
            () => Create("""{"path":"/etc/shadow"}""", new("s", false, "default", null!, null!) { Keys = _keys }));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
    }

    [Theory]
    [InlineData("missing.yaml", ProviderFault.NotFound)]
    [InlineData("plain.yaml", ProviderFault.InvalidResponse)]
    [InlineData("changed.yaml", ProviderFault.InvalidResponse)]
    [InlineData("foreign.yaml", ProviderFault.Denied)]
    public async Task What_cannot_be_read_is_a_failure_that_names_the_file(string name, ProviderFault expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "plain.yaml"), "a: canary-plain\n");
        await WriteAsync("changed.yaml", "a: canary-1\nb: canary-2\n");
        var path = Path.Combine(_folder.Path, "changed.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("b: ENC", "c: ENC", StringComparison.Ordinal));
        await WriteAsync("foreign.yaml", "a: canary-1\n");
        if (name == "foreign.yaml")
        {
            _service.Lose(Key);
        }

        await using var store = Create($$"""{"path":"{{name}}"}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("a"), Ct));
        Assert.Equal(expected, failure.Failure.Fault);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(StoreReadiness.Failed, (await store.ValidateAsync(Ct)).Readiness);
    }

    [Fact]
    public async Task Versions_and_a_missing_property_are_failures()
    {
        await WriteAsync("a.yaml", "one: {b: canary}\n");
        await using var store = Create("""{"path":"a.yaml"}""");
        foreach (var reference in new RemoteRef[] { new("one") { Version = "1" }, new("one") { IsMetadata = true },
            new("one") { Property = "x" } })
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(reference, Ct));
            Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        }
    }

    private async Task WriteAsync(string name, string plain)
    {
        var format = DocumentFormats.OfPath(name);
        using var encryption = await FileEncryption.CreateAsync(
            _keys, new([new KeyGroup([Key])], 0, SelectionFields.None.OrDefault(), MacOnlyEncrypted: false), Ct);
        var encrypted = encryption.Encrypt(PlainFile.Load(Encoding.UTF8.GetBytes(plain), format));
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, name), encrypted.Serialize(format, new()), Ct);
    }

    private ISecretStore Create(string spec, StoreContext? context = null)
    {
        var host = new ProviderHost(
            new HostEnvironment(new Dictionary<string, string>(), _folder.Path),
            _connections,
            new ProcessRunner(),
            RandomNumberGenerator.Fill,
            TimeProvider.System);
        return SecretStores.Find("sopsFile")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!,
            context ?? new("s", false, "default", null!, host) { Keys = _keys, AllowsFiles = true });
    }
}
