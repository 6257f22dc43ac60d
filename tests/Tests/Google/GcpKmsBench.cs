using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;

namespace SecretsKit.Tests.Google;

/// <summary>The surroundings of a provider in a test.</summary>
internal sealed class GcpKmsBench : IDisposable
{
    private readonly HttpConnections _connections;

    public GcpKmsBench(IEnumerable<KeyValuePair<string, string>> variables, byte[]? roots = null)
    {
        var environment = new HostEnvironment(variables, "/");
        _connections = new(environment, TimeProvider.System) { TestOnlyTls = roots is null ? null : TlsOptions.Default.WithRoots(roots) };
        Host = new(environment, _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
    }

    public ProviderHost Host { get; }

    public void Dispose() => _connections.Dispose();
}
