using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Google.SecretManager;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Vault.Authentication.Methods;

/// <summary>
/// The method <c>gcp</c>: a token of a service account of Google for the role, signed with its key, by Google for who may act as it, or by
/// the metadata server of a machine.
/// </summary>
internal static class GoogleMethod
{
    // The longest that roles accept unless their settings say otherwise.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Reads the fields (spec external-secrets.md 3.5).</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: they are wrong.</exception>
    public static IdentityReading Read(StoreFields gcp, StoreContext context)
    {
        var (mount, role) = (gcp.Text("path"), gcp.RequiredText("role"));
        var name = $"gcp {mount} {role}";
        if (gcp.Child("secretRef")?.RequiredChild("secretAccessKeySecretRef") is { } selector)
        {
            SecretReading key = ct => StoreReferenceFields.SecretKeyAsync(selector, context, null, ct);
            return async ct => new($"{name} {VaultIdentity.Hash(await key(ct))}")
            {
                Login = VaultLogin.Google(mount, role, async token => Signed(await key(token), selector, role, context)),
            };
        }

        if (gcp.Child("workloadIdentity") is { } identity)
        {
            var account = identity.RequiredChild("serviceAccountRef");
            var (ns, accountName) = (StoreReferenceFields.NamespaceOf(account, context), account.RequiredText("name"));
            var login = VaultLogin.Google(mount, role, ct => OfWorkloadAsync(identity, account, role, context, ct));
            return _ => new(new VaultIdentity($"{name} {ns}/{accountName}") { Login = login });
        }

        var own = VaultLogin.Google(mount, role, ct => OfMachineAsync(gcp, role, context, ct));
        return _ => new(new VaultIdentity($"{name} machine") { Login = own });
    }

    private static SecretValue Signed(SecretValue key, StoreFields selector, string role, StoreContext context)
    {
        using var file = GoogleCredentialFile.Parse(key.Bytes, selector.Path);
        return SecretValue.OfText(GoogleJwt.Sign(
            file, "", Audience(role), isSubject: true, context.Host.Clock.GetUtcNow(), Lifetime).Reveal());
    }

    private static async ValueTask<SecretValue> OfWorkloadAsync(
        StoreFields identity, StoreFields account, string role, StoreContext context, CancellationToken ct)
    {
        var client = GoogleCredentials.Of(context.Host).Client;
        var (ns, name) = (StoreReferenceFields.NamespaceOf(account, context), account.RequiredText("name"));
        var annotations = await context.References.ServiceAccountAnnotationsAsync(ns, name, ct);
        if (!annotations.TryGetValue(WorkloadIdentity.AccountAnnotation, out var mail) || mail.Length == 0)
        {
            throw account.Wrong("name", $"service account {name} (namespace: {ns}) has no annotation {WorkloadIdentity.AccountAnnotation}");
        }

        var source = new WorkloadIdentity(client, context.References, ns, name)
        {
            Audiences = account.Texts("audiences"),
            Project = identity.Text("clusterProjectID"),
            Location = identity.Text("clusterLocation"),
            Cluster = identity.Text("clusterName"),
        };
        var bearer = await source.FetchAsync(null, ct);
        var claims = GoogleText.Json(json =>
        {
            json.WriteString("aud", Audience(role));
            json.WriteString("sub", mail);
            json.WriteNumber("exp", (context.Host.Clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        });
        var url = $"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{GoogleText.PathEscape(mail)}:signJwt";
        var token = await client.PostJsonAsync(
            url, json => json.WriteString("payload", Encoding.UTF8.GetString(claims)), bearer?.Reveal(), "signedJwt", ct);
        return SecretValue.OfText(token.Reveal());
    }

    private static async ValueTask<SecretValue> OfMachineAsync(StoreFields gcp, string role, StoreContext context, CancellationToken ct)
    {
        var metadata = new MetadataServer(GoogleCredentials.Of(context.Host).Client, GoogleScopes.Platform);
        var audience = GoogleText.QueryEscape("http://" + Audience(role));
        return await metadata.TryGetAsync($"instance/service-accounts/default/identity?audience={audience}&format=full", ct) is { } token
            ? SecretValue.OfText(token)
            : throw gcp.Wrong("", "there are no credentials: no secretRef, no workloadIdentity, and no metadata server of Google here");
    }

    private static string Audience(string role) => $"vault/{role}";
}
