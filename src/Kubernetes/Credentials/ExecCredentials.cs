using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Kubernetes.Credentials;

/// <summary>
/// Runs a credential plugin when a credential is needed, and again when it has ended or the server refuses it. What it writes to standard
/// error goes to ours, since that is where it asks and explains. Safe on all threads; one plugin runs at a time.
/// </summary>
/// <param name="plugin">The program.</param>
/// <param name="cluster">The cluster, for plugins that want to know it.</param>
/// <param name="surroundings">Where it runs.</param>
internal sealed class ExecCredentials(ExecPlugin plugin, KubeCluster cluster, CredentialSurroundings surroundings)
    : ITokenSource, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ExecCredential? _last;
    private bool _isTokenGiven;

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        // Somebody asks for a second token only when the first has ended or was refused.
        var credential = await GetAsync(isRefused: _isTokenGiven, cancellationToken);
        _isTokenGiven = true;
        return credential.Token.Length > 0 ? new(credential.Token, credential.Expires) : null;
    }

    /// <summary>Adds the client certificate that the plugin issues, if it does.</summary>
    /// <exception cref="SecretsKitException">The plugin failed, or its certificate cannot be read.</exception>
    public async ValueTask<TlsOptions> CompleteAsync(TlsOptions tls, CancellationToken ct)
    {
        var credential = await GetAsync(isRefused: false, ct);
        return credential.Certificate.Length > 0 ? tls.WithClientCertificate(credential.Certificate, credential.Key) : tls;
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async ValueTask<ExecCredential> GetAsync(bool isRefused, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return !isRefused && _last is not null && !(_last.Expires - Margin <= surroundings.Clock.GetUtcNow())
                ? _last
                : _last = await RunAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<ExecCredential> RunAsync(CancellationToken ct)
    {
        var asks = surroundings.HasTerminal && plugin.Interaction != ExecInteraction.Never;
        if (plugin.Interaction == ExecInteraction.Always && !asks)
        {
            throw Failed("it asks on the terminal, and there is none");
        }

        var request = new ProcessRequest
        {
            Program = plugin.Command,
            Arguments = plugin.Arguments,
            Environment = surroundings.Environment,
            Variables =
            [
                .. plugin.Variables.Select(one => KeyValuePair.Create(one.Key, new ByteString(one.Value))),
                KeyValuePair.Create("KUBERNETES_EXEC_INFO", new ByteString(Request(asks))),
            ],
            InputFrom = asks ? StreamRoute.Inherit : StreamRoute.Null,
            ErrorTo = StreamRoute.Inherit,
        };
        try
        {
            using var result = await surroundings.Processes.RunAsync(request, ct);
            return result.Succeeded ? ExecCredential.Parse(result.Output.Span, plugin) : throw Failed(result.Describe());
        }
        catch (ProcessStartException failure)
        {
            throw new SecretsKitException(
                ErrorCode.ProcessFailed, $"the credential plugin {plugin.Command} of the kubeconfig did not start: {failure.Message}",
                    failure)
            {
                Hint = plugin.InstallHint.Length > 0 ? plugin.InstallHint : "install it, or put its folder into PATH",
            };
        }
    }

    private byte[] Request(bool asks)
    {
        var spec = new MapValue();
        spec.Set(new("interactive"), Value.Of(asks));
        if (plugin.ProvidesClusterInfo)
        {
            spec.Set(new("cluster"), Value.Of(Cluster()));
        }

        var request = new MapValue();
        request.Set(new("apiVersion"), Value.Of(plugin.ApiVersion));
        request.Set(new("kind"), Value.Of("ExecCredential"));
        request.Set(new("spec"), Value.Of(spec));
        return GoJson.Format(Value.Of(request), GoJsonOptions.Raw);
    }

    private MapValue Cluster()
    {
        var map = new MapValue();
        map.Set(new("server"), Value.Of(cluster.Server));
        AddText(map, "tls-server-name", cluster.TlsServerName);
        AddText(map, "proxy-url", cluster.ProxyUrl);
        if (cluster.SkipsVerification)
        {
            map.Set(new("insecure-skip-tls-verify"), Value.True);
        }

        if (cluster.DisablesCompression)
        {
            map.Set(new("disable-compression"), Value.True);
        }

        if (cluster.CertificateAuthority.Read(surroundings.Environment) is { } roots)
        {
            map.Set(new("certificate-authority-data"), Value.Of(Convert.ToBase64String(roots)));
        }

        return map;
    }

    private static void AddText(MapValue map, string name, string value)
    {
        if (value.Length > 0)
        {
            map.Set(new(name), Value.Of(Encoding.UTF8.GetBytes(value)));
        }
    }

    private SecretsKitException Failed(string problem) =>
        new(ErrorCode.ProcessFailed, $"the credential plugin {plugin.Command} of the kubeconfig failed: {problem}");
}
