using System.Net;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Http.Serving;
using SecretsKit.Providers.KeyServer;
using SecretsKit.Testing;
using SecretsKit.Tests.Envelope.Keys;
using SecretsKit.Tests.Vault;

namespace SecretsKit.Tests.KeyServer;

/// <summary>A key service behind a port as a key service like all others: our client asks our server.</summary>
public sealed class RemoteKeyServiceContractTests : KeyServiceContract, IAsyncLifetime
{
    private readonly InMemoryKeyService _inner = new();
    private readonly InMemoryKeyService _other = new();
    private readonly VaultFixture _fixture = new();
    private readonly Providers.KeyServer.KeyServer _server;
    private HttpServer? _listening;
    private RemoteKeyService? _service;

    public RemoteKeyServiceContractTests() => _server = new([_inner], TimeProvider.System);

    protected override IKeyService Service => _service!;

    protected override MasterKey Owned { get; } = new AgeMasterKey("age1own");

    protected override MasterKey Foreign { get; } = new AgeMasterKey("age1other");

    public async ValueTask InitializeAsync()
    {
        _listening = await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
        _service = new($"tcp://{_listening.EndPoint}", _fixture.Host);
    }

    public async ValueTask DisposeAsync()
    {
        await _listening!.DisposeAsync();
        _server.Dispose();
        _fixture.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => _other.WrapAsync(Foreign, part, CancellationToken.None);
}

/// <summary>The same behind a Unix socket.</summary>
public sealed class RemoteKeyServiceSocketContractTests : KeyServiceContract, IAsyncLifetime
{
    private readonly InMemoryKeyService _inner = new();
    private readonly InMemoryKeyService _other = new();
    private readonly TestFolder _folder = new();
    private readonly VaultFixture _fixture = new();
    private readonly Providers.KeyServer.KeyServer _server;
    private HttpServer? _listening;
    private RemoteKeyService? _service;

    public RemoteKeyServiceSocketContractTests() => _server = new([_inner], TimeProvider.System);

    protected override IKeyService Service => _service!;

    protected override MasterKey Owned { get; } = new AgeMasterKey("age1own");

    protected override MasterKey Foreign { get; } = new AgeMasterKey("age1other");

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(_folder.Path, "keys.sock");
        _listening = await _server.ListenAsync(
            new System.Net.Sockets.UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        _service = new("unix://" + path, _fixture.Host);
    }

    public async ValueTask DisposeAsync()
    {
        await _listening!.DisposeAsync();
        _server.Dispose();
        _fixture.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => _other.WrapAsync(Foreign, part, CancellationToken.None);
}
