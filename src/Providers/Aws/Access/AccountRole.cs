using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>
/// The role that a service account of Kubernetes has by its annotations, as EKS writes them, and the audiences that its tokens need. It is
/// assumed with a token of the account.
/// </summary>
internal sealed class AccountRole
{
    private const string RoleAnnotation = "eks.amazonaws.com/role-arn";
    private const string AudienceAnnotation = "eks.amazonaws.com/audience";
    private const string DefaultAudience = "sts.amazonaws.com";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    private readonly IStoreReferences _references;
    private readonly string _namespace;
    private readonly string _account;
    private readonly string _arn;
    private readonly string[] _audiences;

    private AccountRole(IStoreReferences references, string ns, string account, string arn, string[] audiences) =>
        (_references, _namespace, _account, _arn, _audiences) = (references, ns, account, arn, audiences);

    /// <summary>The same text for the same role of the same account. Not secret.</summary>
    public string Name => $"account {_namespace}/{_account} {_arn} {string.Join(' ', _audiences)}";

    /// <summary>Reads the annotations of an account.</summary>
    /// <param name="reference">The selector of the account.</param>
    /// <param name="context">Whose store it is.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">There is no such account, or it has no role.</exception>
    public static async ValueTask<AccountRole> ReadAsync(StoreFields reference, StoreContext context, CancellationToken ct)
    {
        var (ns, account) = (StoreReferenceFields.NamespaceOf(reference, context), reference.RequiredText("name"));
        var annotations = await context.References.ServiceAccountAnnotationsAsync(ns, account, ct);
        if (!annotations.TryGetValue(RoleAnnotation, out var role) || role.Length == 0)
        {
            throw new ProviderException(
                new(ProviderFault.InvalidSettings, reference.Provider, "AssumeRoleWithWebIdentity", $"{ns}/{account}"),
                $"an IAM role must be associated with service account {account} (namespace: {ns})")
            {
                Hint = $"annotate the service account with {RoleAnnotation}",
            };
        }

        var own = annotations.TryGetValue(AudienceAnnotation, out var annotated) && annotated.Length > 0 ? annotated : DefaultAudience;
        return new(context.References, ns, account, role, [own, .. reference.Texts("audiences")]);
    }

    /// <summary>Assumes it.</summary>
    /// <param name="sts">The token service.</param>
    /// <param name="session">The name of the session in AWS's logs.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">It may not be assumed, or the account gives no token.</exception>
    public async ValueTask<AwsCredentials> AssumeAsync(StsClient sts, string session, CancellationToken ct)
    {
        var token = await _references.ServiceAccountTokenAsync(_namespace, _account, _audiences, TokenLifetime, ct);
        return await sts.AssumeRoleWithWebIdentityAsync(new(_arn, session), token.RevealText(), ct);
    }
}
