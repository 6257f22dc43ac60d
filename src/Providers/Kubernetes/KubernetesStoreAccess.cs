using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Credentials;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Kubernetes;

/// <summary>The server and the account that a store names (spec external-secrets.md 3.9).</summary>
internal sealed class KubernetesStoreAccess
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    private static readonly string[] Kinds = ["cert", "token", "serviceAccount"];

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly StoreFields? _auth;
    private readonly StoreFields? _kubeconfig;

    /// <summary>Reads the settings under <c>kubernetes</c>.</summary>
    /// <exception cref="ProviderException">They are wrong or incomplete.</exception>
    public KubernetesStoreAccess(StoreFields fields, StoreContext context)
    {
        (_fields, _context) = (fields, context);
        _auth = fields.Child("auth");
        _kubeconfig = fields.Child("authRef");
        Namespace = fields.Text("remoteNamespace") is { Length: > 0 } named ? named : "default";
        var kinds = Kinds.Count(kind => _auth?.Has(kind) == true);
        if (_kubeconfig is null ? kinds != 1 : kinds > 0)
        {
            throw fields.Wrong(_kubeconfig is null ? "auth" : "authRef", _kubeconfig is null
                ? "expected one of cert, token and serviceAccount, or authRef beside it" : "it excludes auth");
        }
    }

    /// <summary>The namespace whose Secrets are meant.</summary>
    public string Namespace { get; }

    /// <summary>Whether it depends on the namespace of each mapping, so that the store cannot be looked at by itself.</summary>
    public bool IsReferent => new[]
    {
        _kubeconfig, _auth?.Child("cert")?.Child("clientCert"), _auth?.Child("cert")?.Child("clientKey"),
        _auth?.Child("token")?.Child("bearerToken"), _auth?.Child("serviceAccount"),
    }.Any(reference => reference is not null && StoreReferenceFields.IsReferent(reference, _context));

    /// <summary>The access; the caller disposes it.</summary>
    /// <exception cref="ProviderException">What the settings name cannot be read, or is not what it should be.</exception>
    public async ValueTask<ClusterAccess> OpenAsync(CancellationToken ct)
    {
        if (_kubeconfig is not null)
        {
            return OfKubeconfig(await PreparedAsync("", StoreReferenceFields.SecretKeyAsync(_kubeconfig, _context, null, ct)));
        }

        var server = _fields.Child("server");
        var url = server?.Text("url") is { Length: > 0 } named ? named : "kubernetes.default";
        url = url.Contains("://", StringComparison.Ordinal) ? url : "https://" + url;
        var tls = server is null ? TlsOptions.Default 
            : await PreparedAsync("", StoreReferenceFields.TlsAsync(server, _context, TlsOptions.Default, ct));
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw (server ?? _fields).Wrong("url", "expected an address of scheme https");
        }

        return _auth!.Child("cert") is { } certificate
            ? ClusterAccess.Of(url, Namespace, await WithCertificateAsync(certificate, tls, ct), null)
            : ClusterAccess.Of(url, Namespace, tls, _auth.Child("token") is { } token ? await TokenAsync(token, ct) : Account());
    }

    private async ValueTask<TlsOptions> WithCertificateAsync(StoreFields fields, TlsOptions tls, CancellationToken ct)
    {
        var certificate = await PreparedAsync(
            "could not fetch client key and cert: unable to fetch client certificate: ",
            StoreReferenceFields.SecretKeyAsync(fields.RequiredChild("clientCert"), _context, "tls.crt", ct));
        var key = await PreparedAsync(
            "could not fetch client key and cert: unable to fetch client key: ",
            StoreReferenceFields.SecretKeyAsync(fields.RequiredChild("clientKey"), _context, "tls.key", ct));
        try
        {
            return tls.WithClientCertificate(certificate.Bytes.Span, key.Bytes.Span);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.MalformedDocument)
        {
            throw fields.Wrong("", "clientCert and clientKey are not a certificate and its private key in PEM");
        }
    }

    private async ValueTask<IHttpAuthenticator> TokenAsync(StoreFields fields, CancellationToken ct)
    {
        var selector = fields.RequiredChild("bearerToken");
        var value = await PreparedAsync(
            "could not fetch Auth.Token.BearerToken: ", StoreReferenceFields.SecretKeyAsync(selector, _context, "token", ct));
        var token = value.RevealText().Trim();
        return token.Length > 0 && !token.Any(letter => letter is <= ' ' or > '~')
            ? new TokenAuthenticator(new FixedSource(token), _context.Host.Clock)
            : throw selector.Wrong("", "the key holds no token");
    }

    // In the reference's words; a wrong setting keeps its path.
    private static async ValueTask<T> PreparedAsync<T>(string what, ValueTask<T> read)
    {
        try
        {
            return await read;
        }
        catch (ProviderException failure) when (failure.Failure.Operation != "settings")
        {
            throw new ProviderException(
                failure.Failure with { IsAboutCredentials = true }, $"failed to prepare auth: {what}{failure.Detail}", failure)
            {
                Hint = failure.Hint,
            };
        }
    }

    // One token for all stores that name the same account alike.
    private TokenAuthenticator Account()
    {
        var account = _auth!.RequiredChild("serviceAccount");
        var (ns, name) = (StoreReferenceFields.NamespaceOf(account, _context), account.RequiredText("name"));
        var audiences = account.Texts("audiences");
        var known = _context.Host.Shared(static _ => new SharedByName<TokenAuthenticator>());
        return known.Get(string.Join('\n', [ns, name, .. audiences]), () => new(
            new AccountSource(_context.References, ns, name, audiences, _context.Host.Clock), _context.Host.Clock));
    }

    private ClusterAccess OfKubeconfig(SecretValue content)
    {
        try
        {
            var config = KubeconfigReader.Read(content.Bytes, "/kubeconfig", _kubeconfig!.Path);
            if (!_context.AllowsFiles)
            {
                RefuseMachine(config);
            }

            return ClusterAccess.Create(config, new() { Namespace = Namespace }, new CredentialSurroundings(
                _context.Host.Environment, _context.Host.Processes, _context.Host.Clock, HasTerminal: false));
        }
        catch (SecretsKitException failure) when (failure is not ProviderException)
        {
            throw _kubeconfig!.Wrong("", failure.Message);
        }
    }

    // A Secret of a namespace neither runs programs of this machine nor sends its files anywhere.
    private void RefuseMachine(Kubeconfig config)
    {
        if (config.IsEmpty || config.CurrentContext.Length == 0)
        {
            throw _kubeconfig!.Wrong("", "the kubeconfig has no current-context");
        }

        if (config.Users.Values.Any(user => user.Exec is not null))
        {
            throw _kubeconfig!.Wrong("", "the kubeconfig has a credential plugin, which is not run here: put a token into it");
        }

        if (config.Users.Values.Any(user =>
                user.TokenFile.Length > 0 || user.ClientCertificate.Path is not null || user.ClientKey.Path is not null)
            || config.Clusters.Values.Any(cluster => cluster.CertificateAuthority.Path is not null))
        {
            throw _kubeconfig!.Wrong("", "the kubeconfig names files of this machine, which are not read here: put their content into it");
        }
    }

    private sealed class FixedSource(string token) : ITokenSource
    {
        public ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken) =>
            new(new AccessToken(token, null));
    }

    private sealed class AccountSource(
        IStoreReferences references, string ns, string name, IReadOnlyList<string> audiences, TimeProvider clock) : ITokenSource
    {
        public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
        {
            // The server may give less than is asked for: then it says 401, and another is made.
            var end = clock.GetUtcNow() + TokenLifetime;
            var token = await PreparedAsync(
                "could not fetch Auth.ServiceAccount: cannot create service account token: ",
                references.ServiceAccountTokenAsync(ns, name, audiences, TokenLifetime, cancellationToken));
            return new(token.RevealText(), end);
        }
    }
}
