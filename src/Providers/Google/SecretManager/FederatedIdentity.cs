using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Signing;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Google.SecretManager;

/// <summary>
/// The identity of another provider that Google takes (spec external-secrets.md 3.8): a file of it in a ConfigMap, a service account of the
/// cluster, or keys of AWS.
/// </summary>
internal sealed class FederatedIdentity
{
    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(900);

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly GoogleCredentials _known;
    private readonly StoreFields? _file;
    private readonly StoreFields? _account;
    private readonly StoreFields? _aws;
    private readonly string _audience;

    /// <summary>Reads the settings under <c>workloadIdentityFederation</c>.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: they are wrong or incomplete.</exception>
    public FederatedIdentity(StoreFields fields, StoreContext context)
    {
        (_fields, _context, _known) = (fields, context, GoogleCredentials.Of(context.Host));
        (_file, _account, _aws) = (fields.Child("credConfig"), fields.Child("serviceAccountRef"), fields.Child("awsSecurityCredentials"));
        if (((StoreFields?[])[_file, _account, _aws]).Count(source => source is not null) != 1)
        {
            throw fields.Wrong("", "exactly one of credConfig, awsSecurityCredentials or serviceAccountRef must be provided");
        }

        _audience = _file is null ? fields.RequiredText("audience") : fields.Text("audience");
        _aws?.RequiredText("region");
        _aws?.RequiredChild("awsCredentialsSecretRef").RequiredText("name");
    }

    /// <summary>What it refers to.</summary>
    public IEnumerable<StoreFields> References =>
        new[] { _file, _account, _aws?.Child("awsCredentialsSecretRef") }.OfType<StoreFields>();

    /// <summary>What is added to requests.</summary>
    /// <exception cref="ProviderException">What the settings name cannot be read, or is not what it should be.</exception>
    public ValueTask<IHttpAuthenticator> AuthenticatorAsync(CancellationToken ct) => _file is not null ? OfFileAsync(_file, ct)
        : _account is not null ? OfAccountAsync(_account, ct)
        : OfAwsAsync(_aws!, ct);

    private async ValueTask<IHttpAuthenticator> OfFileAsync(StoreFields config, CancellationToken ct)
    {
        var ns = StoreReferenceFields.NamespaceOf(config, _context);
        var value = await _context.References.ConfigMapKeyAsync(ns, config.RequiredText("name"), config.RequiredText("key"), ct);
        using (var file = GoogleCredentialFile.Parse(value.Bytes, config.Path))
        {
            // A ConfigMap leads to no server that the store's author has not named.
            if (file.Child("credential_source") is { } source && source.Text("environment_id").Length == 0
                && source.Text("url") is { Length: > 0 } url && url != _fields.Text("externalTokenEndpoint"))
            {
                throw _fields.Wrong("externalTokenEndpoint", "the credential_source of the credConfig names another url");
            }

            if (file.Type != "external_account")
            {
                throw config.Wrong("key", "the type of these credentials is not external_account");
            }
        }

        return Of(value.Bytes, null, _audience);
    }

    private async ValueTask<IHttpAuthenticator> OfAccountAsync(StoreFields reference, CancellationToken ct)
    {
        var (ns, name) = (StoreReferenceFields.NamespaceOf(reference, _context), reference.RequiredText("name"));
        var mail = _fields.Text("gcpServiceAccountEmail");
        if (mail.Length == 0)
        {
            var annotations = await _context.References.ServiceAccountAnnotationsAsync(ns, name, ct);
            mail = annotations.TryGetValue(WorkloadIdentity.AccountAnnotation, out var annotated) ? annotated : "";
        }

        string[] audiences = reference.Texts("audiences") is { Count: > 0 } named ? [.. named] : [_audience];
        return Of(External(JwtType, mail), new($"{ns}/{name} {string.Join(' ', audiences)} {_context.Name}", async token =>
            (await _context.References.ServiceAccountTokenAsync(ns, name, audiences, TokenLifetime, token)).RevealText()));
    }

    private async ValueTask<IHttpAuthenticator> OfAwsAsync(StoreFields aws, CancellationToken ct)
    {
        var reference = aws.RequiredChild("awsCredentialsSecretRef");
        var (ns, name) = (StoreReferenceFields.NamespaceOf(reference, _context), reference.RequiredText("name"));
        var (data, _) = await _context.References.SecretAsync(ns, name, ct);

        // Files that were made by hand end with a line break.
        string Key(string key) => data[key]?.RevealText().Trim() ?? "";
        var (id, secret, session) = (Key("aws_access_key_id"), Key("aws_secret_access_key"), Key("aws_session_token"));
        if (id.Length == 0 || secret.Length == 0)
        {
            throw reference.Wrong(
                "name", "aws_access_key_id and aws_secret_access_key keys must be present in AwsSecurityCredentials secret");
        }

        var (region, credentials) = (aws.RequiredText("region"), new AwsCredentials(id, secret, session));
        var identity = $"aws {region} {credentials.Fingerprint()}";
        return Of(External(AwsSubject.TokenType, _fields.Text("gcpServiceAccountEmail")), new(identity, _ => new(
            AwsSubject.Sign("", _audience, region, credentials, _context.Host.Clock.GetUtcNow(), aws.Path))));
    }

    private byte[] External(string type, string mail) => GoogleText.Json(json =>
    {
        json.WriteString("type", "external_account");
        json.WriteString("audience", _audience);
        json.WriteString("subject_token_type", type);
        json.WriteString("token_url", "https://sts.googleapis.com/v1/token");
        if (mail.Length > 0)
        {
            json.WriteString("service_account_impersonation_url", Impersonation.UrlOf(mail));
        }
    });

    private IHttpAuthenticator Of(ReadOnlyMemory<byte> json, ExternalSubject? subject, string audience = "") => _known.OfManifest(
        "federation " + Sha256.HashText(json.Span), _fields.Path, json, GoogleScopes.Platform, subject, audience);
}
