using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;

namespace SecretsKit.Tests.Vault;

/// <summary>The surroundings of a provider, with the variables of a test.</summary>
internal sealed class VaultFixture : IDisposable
{
    private readonly HttpConnections _connections;

    public VaultFixture(params (string Name, string Value)[] variables)
        : this(TimeProvider.System, variables)
    {
    }

    public VaultFixture(TimeProvider clock, params (string Name, string Value)[] variables)
    {
        var environment = new HostEnvironment(variables.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)), "/");
        _connections = new(environment, clock);
        Host = new(environment, _connections, new ProcessRunner(), KernelRandom.Fill, clock);
    }

    public ProviderHost Host { get; }

    public void Dispose() => _connections.Dispose();
}
