using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Credentials;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>The API server that <c>tests/servers/up</c> started.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly HostEnvironment _environment = new([], "/");
    private readonly HttpConnections _connections;
    private readonly List<ClusterAccess> _made = [];

    public Cluster() => _connections = new(_environment, TimeProvider.System);

    /// <summary>Where the servers keep their state and credentials.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("SECRETSKIT_SERVERS") is { Length: > 0 } folder
        ? folder
        : throw new InvalidOperationException("no servers: run  eval \"$(tests/servers/up)\"  first, or tests/run, which does it");

    /// <summary>A client of the API server.</summary>
    /// <param name="user">
    /// The context of the kubeconfig: <c>admin</c> has a certificate and all rights, the others a token and none.
    /// </param>
    /// <param name="choice">What counts before the context, which it names itself then.</param>
    /// <param name="warning">Receives warnings.</param>
    public ApiClient As(string user = "admin", ClusterChoice? choice = null, Action<string>? warning = null)
    {
        var config = KubeconfigFiles.Load(_environment, Path.Combine(Folder, "kubeconfig"));
        var access = ClusterAccess.Create(
            config,
            choice ?? new() { Context = user },
            new CredentialSurroundings(_environment, new ProcessRunner(), TimeProvider.System, HasTerminal: false));
        _made.Add(access);
        return new(access, new HttpTransport(_connections, buffer => buffer.Clear()) { Retries = HttpRetryPolicy.None })
        {
            Warning = warning,
        };
    }

    public void Dispose()
    {
        _made.ForEach(access => access.Dispose());
        _connections.Dispose();
    }
}
