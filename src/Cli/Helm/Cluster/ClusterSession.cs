using SecretsKit.Charts.Rendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Helm.Cluster;

/// <summary>The way of one run to its API server. It connects with the first request. Dispose it after the last one.</summary>
internal sealed class ClusterSession : IDisposable
{
    private readonly HelmSession _session;
    private readonly HttpConnections _connections;
    private readonly ClusterAccess _access;
    private ServerResources? _resources;
    private ObjectClient? _objects;

    private ClusterSession(HelmSession session, ClusterAccess access)
    {
        (_session, _access) = (session, access);
        _connections = new(session.Host.Environment, session.Host.Clock);
        Client = Through(HttpRetryPolicy.Default);
    }

    /// <summary>The cluster, with the retries that reading and writing may need.</summary>
    public ApiClient Client { get; }

    /// <summary>Objects of any kind of the cluster.</summary>
    public ObjectClient Objects => _objects ??= new(Client, _resources = new(Client, Cache()));

    /// <summary>The namespace that flag, variable or context name, else <c>default</c>.</summary>
    public string Namespace => _access.Namespace;

    /// <summary>Works out which cluster is meant. Nothing is sent.</summary>
    /// <exception cref="SecretsKitException">The kubeconfig cannot be read, or lacks what is named; in Helm's words.</exception>
    public static ClusterSession Open(HelmSession session, ParsedFlags flags) => Open(session, ClusterTarget.Of(flags));

    /// <inheritdoc cref="Open(HelmSession, ParsedFlags)"/>
    public static ClusterSession Open(HelmSession session, ClusterTarget target)
    {
        try
        {
            return new(session, Access(session, target));
        }
        catch (SecretsKitException failure)
        {
            throw ClusterFailures.Unreachable(session, failure);
        }
    }

    /// <summary>
    /// The namespace alone, for storages outside of clusters: where the kubeconfig cannot be read, it says nothing about it.
    /// </summary>
    public static string NamespaceOf(HelmSession session, ParsedFlags flags)
    {
        try
        {
            using var access = Access(session, ClusterTarget.Of(flags));
            return access.Namespace;
        }
        catch (SecretsKitException)
        {
            return HelmSession.NamespaceOf(flags);
        }
    }

    /// <summary>
    /// Asks the server for its version, once, as Helm does before anything else: a server that is away is found without waits.
    /// </summary>
    /// <exception cref="SecretsKitException">There is no usable answer; in Helm's words.</exception>
    public async Task RequireReachableAsync(CancellationToken ct)
    {
        try
        {
            await Through(HttpRetryPolicy.OfAnswers).SendAsync(new(HttpMethod.Get, "/version"), ct);
        }
        catch (SecretsKitException failure)
        {
            throw ClusterFailures.Unreachable(_session, failure, MissingKubeconfig());
        }
    }

    // What is asked where no kubeconfig says anything is a server on this machine, which hardly anybody means.
    private string? MissingKubeconfig() => _access.Server != ClusterAccess.DefaultServer ? null
        : _session.Host.Environment.Variable("KUBECONFIG") is { Length: > 0 } named
            ? $"KUBECONFIG names {named}, which is not there or names no cluster: that address is asked then"
            : "there is no kubeconfig, so that address is asked: KUBECONFIG=FILE or --kubeconfig FILE names one";

    /// <inheritdoc/>
    public void Dispose()
    {
        _resources?.Dispose();
        _access.Dispose();
        _connections.Dispose();
    }

    private DiscoveryCache? Cache() => DiscoveryCache.For(_session.Host.Environment, _session.Host.Clock, _access.Server.ToString());

    private static ClusterAccess Access(HelmSession session, ClusterTarget target)
    {
        var host = session.Host;
        var config = KubeconfigFiles.Load(host.Environment, target.Kubeconfig);
        var choice = target.Choice;
        var current = config.CurrentContext;
        return choice.Context.Length == 0 && current.Length > 0 && !config.Contexts.ContainsKey(current)
            ? throw new SecretsKitException(
                ErrorCode.MalformedConfig, $"invalid configuration: context was not found for specified context: {current}")
            : ClusterAccess.Create(config, choice, new(host.Environment, new ProcessRunner(), host.Clock, host.InputIsTerminal));
    }

    private ApiClient Through(HttpRetryPolicy retries) =>
        new(_access, new HttpTransport(_connections, _session.Host.Random) { Retries = retries })
        {
            UserAgent = "Helm/" + ChartRenderer.HelmVersion(_session.Generation)[1..],
        };
}
