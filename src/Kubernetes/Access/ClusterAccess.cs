using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Credentials;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Kubernetes.Access;

/// <summary>
/// Where an API server is and who one is there: a context of a kubeconfig with what the command line says in its place. Holds credentials,
/// which are not printed. Dispose it after the last request.
/// </summary>
public sealed class ClusterAccess : IDisposable
{
    /// <summary>Where clients of Kubernetes look for a server if nothing names one.</summary>
    public const string DefaultServer = "http://localhost:8080";

    private readonly TlsOptions _tls;
    private readonly ExecCredentials? _exec;

    private ClusterAccess(TlsOptions tls, ExecCredentials? exec) => (_tls, _exec) = (tls, exec);

    /// <summary>Where the server is and how it is recognized, the command line's words included.</summary>
    public KubeCluster Cluster { get; private init; } = new();

    /// <summary>The URL of the API server, without a slash at its end.</summary>
    public string Server { get; private init; } = "";

    /// <summary>The namespace that counts where none is named: never empty.</summary>
    public string Namespace { get; private init; } = "default";

    /// <summary>Whom to act as.</summary>
    public Impersonation Impersonation { get; private init; } = Impersonation.None;

    internal HttpProxy? Proxy { get; private init; }

    internal IHttpAuthenticator? Authenticator { get; private init; }

    /// <summary>Works out the access.</summary>
    /// <param name="config">The kubeconfig; where it is empty, the account of the pod that this program runs in counts.</param>
    /// <param name="choice">What the command line says.</param>
    /// <param name="surroundings">What credentials are obtained with. No plugin runs before the first request.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedConfig"/>: the context, its cluster or its user are not there; a certificate or key cannot be read; or
    /// the user has an authentication provider that there is no more.
    /// </exception>
    public static ClusterAccess Create(Kubeconfig config, ClusterChoice choice, CredentialSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(surroundings);
        if (config.IsEmpty && choice.Server.Length == 0)
        {
            config = ServiceAccountFolder.Load(surroundings.Environment) ?? config;
        }

        var context = Context(config, choice);
        var cluster = Choose(config, context, choice);
        var user = User(config, context, choice);
        if (user.AuthProvider.Length > 0)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedConfig,
                    $"the kubeconfig has the authentication provider {user.AuthProvider}, which clients no longer have")
            {
                Hint = "make the kubeconfig anew with the tool of your cloud: it names a credential plugin now",
            };
        }

        var exec = user is { Exec: { } plugin, Token.Length: 0, TokenFile.Length: 0, Username.Length: 0 }
            ? new ExecCredentials(plugin, cluster, surroundings)
            : null;
        return new(Tls(cluster, user, surroundings), exec)
        {
            Cluster = cluster,
            Server = cluster.Server.TrimEnd('/'),
            Namespace = FirstNonempty(choice.Namespace, context.Namespace, "default"),
            Impersonation = user.Impersonation,
            Proxy = cluster.ProxyUrl.Length > 0 ? HttpProxy.At(cluster.ProxyUrl) : null,
            Authenticator = exec is not null ? new TokenAuthenticator(exec, surroundings.Clock) : Credentials(user, surroundings),
        };
    }

    /// <summary>The access to a server that no kubeconfig names.</summary>
    /// <param name="server">Its URL.</param>
    /// <param name="namespace">The namespace that counts where none is named.</param>
    /// <param name="tls">Whom to trust, and which certificate to show.</param>
    /// <param name="authenticator">Adds credentials; null for none besides the certificate.</param>
    public static ClusterAccess Of(string server, string @namespace, TlsOptions tls, IHttpAuthenticator? authenticator)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new(tls, null)
        {
            Cluster = new() { Server = server },
            Server = server.TrimEnd('/'),
            Namespace = @namespace,
            Authenticator = authenticator,
        };
    }

    /// <summary>Whom to trust and which certificate to show; a credential plugin may have to run for it.</summary>
    /// <exception cref="SecretsKitException">The plugin failed.</exception>
    internal ValueTask<TlsOptions> TlsAsync(CancellationToken ct) =>
        _exec is null ? ValueTask.FromResult(_tls) : _exec.CompleteAsync(_tls, ct);

    /// <inheritdoc/>
    public void Dispose() => _exec?.Dispose();

    /// <summary>The server alone.</summary>
    public override string ToString() => $"ClusterAccess({Server})";

    private static KubeContext Context(Kubeconfig config, ClusterChoice choice)
    {
        var name = FirstNonempty(choice.Context, config.CurrentContext);
        return name.Length == 0 ? new()
            : config.Contexts.TryGetValue(name, out var context) ? context
            : throw Missing("context", name, config.Contexts.Keys);
    }

    private static KubeCluster Choose(Kubeconfig config, KubeContext context, ClusterChoice choice)
    {
        var cluster = context.Cluster.Length == 0 ? new()
            : config.Clusters.TryGetValue(context.Cluster, out var named) ? named
            : choice.Server.Length > 0 ? new()
            : throw Missing("cluster", context.Cluster, config.Clusters.Keys);

        var server = FirstNonempty(choice.Server, cluster.Server, DefaultServer);
        return cluster with
        {
            Server = server.Contains("://", StringComparison.Ordinal) ? server : "http://" + server,
            CertificateAuthority = choice.CertificateAuthorityFile.Length > 0
                ? ConfigContent.In(choice.CertificateAuthorityFile)
                : cluster.CertificateAuthority,
            SkipsVerification = choice.SkipsVerification || cluster.SkipsVerification,
            TlsServerName = FirstNonempty(choice.TlsServerName, cluster.TlsServerName),
        };
    }

    private static KubeUser User(Kubeconfig config, KubeContext context, ClusterChoice choice)
    {
        var user = context.User.Length == 0 ? new()
            : config.Users.TryGetValue(context.User, out var named) ? named
            : throw Missing("user", context.User, config.Users.Keys);
        var hasToken = choice.Token.Length > 0;
        return new()
        {
            ClientCertificate = user.ClientCertificate,
            ClientKey = user.ClientKey,
            Token = FirstNonempty(choice.Token, user.Token),
            TokenFile = hasToken ? "" : user.TokenFile,
            Username = hasToken ? "" : user.Username,
            Password = hasToken ? "" : user.Password,
            Exec = user.Exec,
            AuthProvider = hasToken ? "" : user.AuthProvider,
            Impersonation = choice.AsUser.Length > 0 || choice.AsGroups.Count > 0
                ? user.Impersonation with { User = FirstNonempty(choice.AsUser, user.Impersonation.User), Groups = choice.AsGroups }
                : user.Impersonation,
        };
    }

    private static TlsOptions Tls(KubeCluster cluster, KubeUser user, CredentialSurroundings surroundings)
    {
        var tls = TlsOptions.Default;
        if (cluster.SkipsVerification)
        {
            tls = tls.WithoutVerification();
        }
        else if (cluster.CertificateAuthority.Read(surroundings.Environment) is { } roots)
        {
            tls = tls.WithRoots(roots);
        }

        if (cluster.TlsServerName.Length > 0)
        {
            tls = tls.WithServerName(cluster.TlsServerName);
        }

        if (user.ClientCertificate.IsNone && user.ClientKey.IsNone)
        {
            return tls;
        }

        return user.ClientCertificate.Read(surroundings.Environment) is { } certificate
            && user.ClientKey.Read(surroundings.Environment) is { } key
            ? tls.WithClientCertificate(certificate, key)
            : throw new SecretsKitException(
                ErrorCode.MalformedConfig,
                    "client-key-data or client-key must be specified for the user to use the clientCert authentication method");
    }

    private static IHttpAuthenticator? Credentials(KubeUser user, CredentialSurroundings surroundings) =>
        user.TokenFile.Length > 0
            ? new TokenAuthenticator(new TokenFile(user.TokenFile, surroundings.Environment, surroundings.Clock), surroundings.Clock)
            {
                Margin = TimeSpan.Zero,
            }
            : user.Token.Length > 0 ? new FixedToken(user.Token)
            : user.Username.Length > 0 ? new HttpCredentials(user.Username, user.Password)
            : null;

    private static SecretsKitException Missing(string kind, string name, IEnumerable<string> names)
    {
        var all = string.Join(", ", names.Order(StringComparer.Ordinal).Select(DisplayText.Field));
        return new(ErrorCode.MalformedConfig, $"{kind} \"{name}\" does not exist")
        {
            Hint = all.Length > 0 ? $"the kubeconfig has {all}" : $"the kubeconfig has no {kind}",
        };
    }

    private static string FirstNonempty(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }
}
