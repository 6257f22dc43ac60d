using SecretsKit.Core.Errors;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>
/// The way of a store to its service: the credentials that the manifest names, the roles that they assume, and the address. Identities are
/// shared by all stores of a run that name the same. Sends nothing before the first call. Safe for concurrent use.
/// </summary>
/// <param name="settings">What the manifest has.</param>
internal sealed class AwsStoreAccess(AwsStoreSettings settings)
{
    private const string WebSessionName = "external-secrets-provider-aws";
    private const int RoleSeconds = 900;

    private readonly ProviderHost _host = settings.Context.Host;
    private readonly AwsIdentities _identities = AwsIdentities.ForRun(settings.Context.Host);
    private readonly AwsClient _client =
        new(settings.Context.Host, AwsReview.PolicyOf(settings.Context.MaxRetries, settings.Context.RetryInterval));

    private readonly StoreFields? _secretRef = settings.Fields.Child("auth")?.Child("secretRef");
    private readonly StoreFields? _jwt = settings.Fields.Child("auth")?.Child("jwt");

    /// <summary>A client with credentials for the calls of one operation.</summary>
    /// <exception cref="ProviderException">The settings are wrong, or what they name cannot be read.</exception>
    public async ValueTask<AwsStoreClient> ClientAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var service = settings.Service;
        var endpoint = AwsStoreEndpoint.Of(
            _host.Environment, service.EndpointVariable, service.Address, service.Variable, settings.Region, service.Provider);
        return new(_client, await IdentityAsync(ct), service, settings.Region, endpoint, _identities.Tls);
    }

    /// <summary>Credentials of a new session of the identity.</summary>
    /// <param name="session">How long, and what proves a second factor.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">The settings are wrong, what they name cannot be read, or the service refuses.</exception>
    public async ValueTask<AwsCredentials> SessionAsync(SessionRequest session, CancellationToken ct) =>
        await Sts.GetSessionTokenAsync(session, await IdentityAsync(ct), ct);

    /// <summary>Whether there are credentials.</summary>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        if (References().Any(reference => StoreReferenceFields.IsReferent(reference, settings.Context)))
        {
            return StoreValidation.Unknown;
        }

        try
        {
            await (await IdentityAsync(ct)).GetAsync(ct);
            return StoreValidation.Ready;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.ProviderFailed)
        {
            return new(StoreReadiness.Failed, failure);
        }
    }

    private IEnumerable<StoreFields> References() => new[]
    {
        _jwt?.Child("serviceAccountRef"), _secretRef?.Child("accessKeyIDSecretRef"), _secretRef?.Child("secretAccessKeySecretRef"),
        _secretRef?.Child("sessionTokenSecretRef"),
    }.OfType<StoreFields>();

    private async ValueTask<IAwsCredentials> IdentityAsync(CancellationToken ct)
    {
        var (identity, name) = _jwt?.Child("serviceAccountRef") is { } account ? await OfAccountAsync(account, ct)
            : _secretRef is not null ? await OfSecretAsync(_secretRef, ct)
            : (_identities.Of("", settings.Region), "environment");
        foreach (var role in settings.AdditionalRoles)
        {
            (identity, name) = InRole(identity, name, new(role, ""));
        }

        return settings.Role.Length == 0 ? identity : InRole(identity, name, new(settings.Role, "")
        {
            ExternalId = settings.ExternalId,
            Tags = settings.SessionTags,
            TransitiveTagKeys = settings.TransitiveTagKeys,
        }).Identity;
    }

    private async ValueTask<(IAwsCredentials Identity, string Name)> OfSecretAsync(StoreFields reference, CancellationToken ct)
    {
        var context = settings.Context;
        var secret = await Key("secretAccessKeySecretRef", "SecretAccessKey");
        var id = await Key("accessKeyIDSecretRef", "accessKeyID");
        var token = reference.Has("sessionTokenSecretRef") ? await Key("sessionTokenSecretRef", "SessionToken") : "";

        // What the Secret holds now: other keys are another identity.
        var credentials = new AwsCredentials(id, secret, token);
        return (new FixedCredentials(credentials), "secret " + credentials.Fingerprint());

        // Files that were made by hand end with a line break.
        async ValueTask<string> Key(string field, string word)
        {
            try
            {
                return (await StoreReferenceFields.SecretKeyAsync(reference.RequiredChild(field), context, null, ct)).RevealText().Trim();
            }
            catch (ProviderException failure)
            {
                throw new ProviderException(
                    failure.Failure with { IsAboutCredentials = true },
                    $"unable to create session: could not fetch {word} secret: {failure.Detail}", failure)
                {
                    Hint = failure.Hint,
                };
            }
        }
    }

    private async ValueTask<(IAwsCredentials Identity, string Name)> OfAccountAsync(StoreFields reference, CancellationToken ct)
    {
        var role = await AccountRole.ReadAsync(reference, settings.Context, ct);
        var name = $"{role.Name} {settings.Context.IsClusterStore} {settings.Context.Name} {settings.Region} {StsEndpoint}";
        return (_identities.Shared(name, token => role.AssumeAsync(Sts, WebSessionName, token)), name);
    }

    private (IAwsCredentials Identity, string Name) InRole(IAwsCredentials source, string sourceName, RoleRequest role)
    {
        var name = $"{sourceName} > {role.Arn} {role.ExternalId} "
            + $"{string.Join('\0', role.Tags.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join('\0', role.TransitiveTagKeys)} "
            + $"{settings.Region} {StsEndpoint}";
        return (_identities.Shared(name, ct => Sts.AssumeRoleAsync(Named(), source, ct)), name);

        RoleRequest Named() => role with { SessionName = RoleRequest.SdkSessionName(_host.Clock), DurationSeconds = RoleSeconds };
    }

    private string StsEndpoint => AwsStoreEndpoint.OfTokenService(_host.Environment, settings.Region, settings.Service.Provider);

    private StsClient Sts => new(_identities.Client, settings.Region, StsEndpoint, _identities.Tls);
}
