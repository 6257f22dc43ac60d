using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Registration;

/// <summary>
/// Stores as URLs, for a person's own commands: the manifest that a cluster would need, and the credentials of this machine, as the
/// vendors' own tools find them. Query parameters are fields of the provider, such as <c>?version=v1&amp;namespace=team</c>.
/// </summary>
public static class StoreUrls
{
    private static readonly Dictionary<string, Func<StoreUrl, ProviderHost, (string Field, MapValue Spec)>> Schemes =
        new(StringComparer.Ordinal)
        {
            ["sops"] = static (url, _) => ("sopsFile", url.Map(("path", url.Rest))),
            ["vault"] = static (url, host) => ("vault", Vault(url, host, "https")),
            ["vault+http"] = static (url, host) => ("vault", Vault(url, host, "http")),
            ["aws-secretsmanager"] = static (url, host) => ("aws", Aws(url, host, "SecretsManager")),
            ["aws-parameterstore"] = static (url, host) => ("aws", Aws(url, host, "ParameterStore")),
            ["azurekv"] = static (url, _) => ("azurekv", Azure(url)),
            ["gcpsm"] = static (url, _) => ("gcpsm", url.Map(("projectID", url.Required("a project")))),
            ["kubernetes"] = static (url, _) => ("kubernetes", Kubernetes(url)),
        };

    /// <summary>The schemes that are known, in order.</summary>
    public static IEnumerable<string> Known => Schemes.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads a URL.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="host">Variables and files of this machine.</param>
    /// <returns>The manifest, and what it refers to; null if the text is no URL.</returns>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: something is missing or not known.</exception>
    public static (StoreManifest Manifest, IStoreReferences References)? Read(string text, ProviderHost host)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(host);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !Schemes.TryGetValue(text[..colon], out var make))
        {
            return colon > 0 && text.AsSpan(colon).StartsWith("://")
                ? throw StoreUrl.Parse(text, colon).Wrong($"there is no kind of store that is called {text[..colon]}")
                : null;
        }

        var url = StoreUrl.Parse(text, colon);
        if (text[..colon] != "sops" && text.Length > colon + 1 && text[colon + 1] != '?' && !text.AsSpan(colon).StartsWith("://"))
        {
            throw url.Wrong("expected two slashes behind the colon");
        }

        var (field, spec) = make(url, host);
        var manifest = StoreManifest.Read(Map(
            ("apiVersion", Value.Of("external-secrets.io/v1")),
            ("kind", Value.Of(StoreManifest.NamespacedKind)),
            ("metadata", Value.Of(Map(("name", Value.Of("url"))))),
            ("spec", Value.Of(Map(("provider", Value.Of(Map((field, Value.Of(spec))))))))));
        return (manifest, new MachineReferences(host));
    }

    private static MapValue Vault(StoreUrl url, ProviderHost host, string scheme)
    {
        var environment = host.Environment;
        var server = url.Host.Length > 0 ? $"{scheme}://{url.Host}"
            : environment.Variable("VAULT_ADDR") is { Length: > 0 } address ? HttpUrl.IsMeantBy(address) ? address
                : throw url.Wrong("VAULT_ADDR does not begin with http:// or https://")
            : throw url.Wrong("the URL names no server, and VAULT_ADDR is not set");
        var spec = url.Map(("server", server), ("path", url.Path), ("namespace", environment.Variable("VAULT_NAMESPACE") ?? ""));
        spec.Set(new ByteString("auth"), Value.Of(Map(("tokenSecretRef", MachineReferences.Selector(MachineReferences.VaultToken)))));
        if (environment.Variable("VAULT_CACERT") is { Length: > 0 })
        {
            var provider = Map(("type", Value.Of("Secret")));
            foreach (var (key, value) in MachineReferences.Selector(MachineReferences.VaultCertificates).AsMap!.Entries)
            {
                provider.Set(key, value);
            }

            spec.Set(new ByteString("caProvider"), Value.Of(provider));
        }

        return spec;
    }

    private static MapValue Aws(StoreUrl url, ProviderHost host, string service)
    {
        var region = url.Host.Length > 0 ? url.Host
            : host.Environment.Variable("AWS_REGION") is { Length: > 0 } named ? named
            : host.Environment.Variable("AWS_DEFAULT_REGION") is { Length: > 0 } other ? other
            : throw url.Wrong("the URL names no region, and AWS_REGION is not set");
        return url.Map(("service", service), ("region", region), ("prefix", url.Path));
    }

    // Without a word on who asks: the store then looks where the vendor's own tools look, az among them.
    private static MapValue Azure(StoreUrl url)
    {
        var name = url.Required("the name of a vault");
        var server = name.Contains('.', StringComparison.Ordinal) ? name : $"{name}.vault.azure.net";
        return url.Map(("vaultUrl", $"https://{server}"));
    }

    private static MapValue Kubernetes(StoreUrl url)
    {
        var spec = url.Map(("remoteNamespace", url.Required("a namespace")));
        spec.Set(new ByteString("authRef"), MachineReferences.Selector(MachineReferences.Kubeconfig));
        return spec;
    }

    private static MapValue Map(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new MapValue();
        foreach (var (name, value) in fields)
        {
            map.Set(new ByteString(name), value);
        }

        return map;
    }
}
