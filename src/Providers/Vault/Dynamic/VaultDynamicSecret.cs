using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Authentication.Methods;
using SecretsKit.Providers.Vault.Kv;
using SecretsKit.Providers.Vault.Store;

namespace SecretsKit.Providers.Vault.Dynamic;

/// <summary>
/// What any path of a Vault answers: credentials that it makes, certificates, tokens (spec external-secrets.md 4.5, VaultDynamicSecret).
/// Each call may make new ones, so nothing is merged with other calls or kept.
/// </summary>
public static class VaultDynamicSecret
{
    /// <summary>Asks once.</summary>
    /// <param name="spec">
    /// The <c>spec</c> of the generator: <c>provider</c> as that of a store, <c>path</c>, <c>method</c>, <c>parameters</c>,
    /// <c>getParameters</c>, <c>resultType</c>, <c>allowEmptyResponse</c>, <c>retrySettings</c>.
    /// </param>
    /// <param name="context">
    /// Whose generator it is. The login is kept whatever it says: what Vault makes ends with the token that it was made for.
    /// </param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The members of the section that <c>resultType</c> names, by the typed rule; none for an empty response.</returns>
    /// <exception cref="ProviderException">The spec is wrong, Vault refuses, or the response is empty and must not be.</exception>
    public static async ValueTask<SecretMap> GenerateAsync(MapValue spec, StoreContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var fields = new StoreFields(spec, "spec", VaultFailures.Provider);
        var provider = fields.RequiredChild("provider");
        var path = VaultPath.Join(fields.RequiredText("path"));
        var section = fields.Text("resultType") switch
        {
            "" or "Data" => "data",
            "Auth" => "auth",
            "Raw" => "",
            _ => throw fields.Wrong("resultType", "it is neither Data nor Auth nor Raw"),
        };
        context = WithRetries(fields, context) with { KeepsLogins = true };
        await using var connection = new VaultStoreConnection(new(provider, context, VaultAuthFields.Read(provider, context)));
        var access = await connection.OpenAsync(ct);
        using var response = await SendAsync(access, fields, path, ct);
        if (response is null || (response.Member("data") is null && response.Member("auth") is null && !response.HasWarnings))
        {
            return fields.Flag("allowEmptyResponse") ? new()
                : throw VaultFailures.Unexpected(path, "generate", $"the response is empty");
        }

        return section.Length == 0 ? Raw(response)
            : response.Member(section) is { ValueKind: JsonValueKind.Object } members ? KvJson.TypedMap(members)
            : throw VaultFailures.Unexpected(path, "generate", $"the response has no section {section}");
    }

    private static Task<VaultResponse?> SendAsync(VaultAccess access, StoreFields fields, string path, CancellationToken ct)
    {
        switch (fields.Text("method"))
        {
            case "" or "GET":
                return access.AskAsync(HttpMethod.Get, path, Query(fields), "generate", ct);
            case "LIST":
                return access.AskAsync(HttpMethod.Get, path, "list=true", "generate", ct);
            case "DELETE":
                return access.AskAsync(HttpMethod.Delete, path, "", "generate", ct);
            default:
                var body = fields.Child("parameters") is { } parameters
                    ? GoJson.Format(Value.Of(parameters.Map), GoJsonOptions.Compact) : "{}"u8.ToArray();
                return access.WriteAsync(path, body, HttpIdempotence.NotIdempotent, "generate", ct);
        }
    }

    private static string Query(StoreFields fields)
    {
        var pairs = new List<string>();
        if (fields.Child("getParameters") is { } parameters)
        {
            foreach (var key in parameters.Map.SortedKeys.ToArray())
            {
                var name = key.RevealText();
                pairs.AddRange(parameters.Texts(name).Select(text => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(text)}"));
            }
        }

        return string.Join('&', pairs);
    }

    // As the reference's client prints a response: sections that are not there are left out, lists of warnings are not.
    private static SecretMap Raw(VaultResponse response)
    {
        var map = new SecretMap();
        foreach (var name in (string[])["request_id", "lease_id", "lease_duration", "renewable", "data", "warnings"])
        {
            map[name] = response.Member(name) is { } member ? KvJson.Typed(member, keepsExponents: false) : SecretValue.Empty;
        }

        foreach (var name in (string[])["auth", "wrap_info", "mount_type"])
        {
            if (response.Member(name) is { } member)
            {
                map[name] = KvJson.Typed(member, keepsExponents: false);
            }
        }

        return map;
    }

    private static StoreContext WithRetries(StoreFields fields, StoreContext context) => RetrySettings.Read(fields) is { } retries
        ? context with { MaxRetries = retries.MaxRetries, RetryInterval = retries.Interval }
        : context;
}
