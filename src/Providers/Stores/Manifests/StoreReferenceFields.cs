using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Manifests;

/// <summary>What fields of manifests refer to, and from which namespace it may come (spec external-secrets.md 3.2).</summary>
public static class StoreReferenceFields
{
    /// <summary>
    /// The namespace of a reference: that of the mapping for a SecretStore, for a ClusterSecretStore the one that is named.
    /// </summary>
    /// <param name="reference">The map of the reference, which may hold <c>namespace</c>.</param>
    /// <param name="context">Whose store it is.</param>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.InvalidSettings"/>: a SecretStore names another namespace than its own.
    /// </exception>
    public static string NamespaceOf(StoreFields reference, StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(context);
        var named = reference.Text("namespace");
        if (context.IsClusterStore)
        {
            return named.Length > 0 ? named : context.Namespace;
        }

        return named.Length == 0 || named == context.Namespace
            ? context.Namespace
            : throw reference.Wrong(
                "namespace", "namespace should either be empty or match the namespace of the SecretStore for a namespaced SecretStore");
    }

    /// <summary>
    /// Whether what it refers to is in the namespace of each mapping, so that the store cannot be looked at by itself.
    /// </summary>
    public static bool IsReferent(StoreFields reference, StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(context);
        return context.IsClusterStore && context.Namespace.Length == 0 && reference.Text("namespace").Length == 0;
    }

    /// <summary>The value of a key of a Secret that a selector names.</summary>
    /// <param name="selector">A map of <c>name</c>, <c>namespace</c> and <c>key</c>.</param>
    /// <param name="context">Whose store it is.</param>
    /// <param name="defaultKey">The key if the selector names none; null if it must.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">The selector is wrong, or the key cannot be read.</exception>
    public static ValueTask<SecretValue> SecretKeyAsync(
        StoreFields selector, StoreContext context, string? defaultKey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(context);
        var key = selector.Text("key") is { Length: > 0 } named ? named : defaultKey ?? selector.RequiredText("key");
        return context.References.SecretKeyAsync(NamespaceOf(selector, context), selector.RequiredText("name"), key, ct);
    }

    /// <summary>The names of the Secrets that a ServiceAccount lists under <c>secrets</c>, in its order.</summary>
    public static IReadOnlyList<string> SecretsOf(MapValue account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account[new ByteString("secrets")].AsList is not { } list ? []
            : [.. list.Items.ToArray().Select(item => item.AsMap?[new ByteString("name")] ?? default)
                .Where(name => name.IsString).Select(name => new ByteString(name.StringBytes).RevealText())];
    }

    /// <summary>
    /// The certificates that <c>caBundle</c> holds, or else those that <c>caProvider</c> names: in PEM, or in PEM encoded as base64.
    /// </summary>
    /// <param name="fields">The map that may hold them.</param>
    /// <param name="context">Whose store it is.</param>
    /// <param name="tls">What is trusted otherwise.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">They cannot be read, or are no certificates.</exception>
    public static async ValueTask<TlsOptions> TlsAsync(StoreFields fields, StoreContext context, TlsOptions tls, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(tls);
        byte[]? bundle = null;
        var place = "caBundle";
        if (fields.Text("caBundle") is { Length: > 0 } text)
        {
            bundle = Decoded(text) ?? throw fields.Wrong("caBundle", "expected base64");
        }
        else if (fields.Child("caProvider") is { } provider)
        {
            place = "caProvider";
            bundle = (await ProvidedAsync(provider, context, ct)).Bytes.ToArray();
        }

        if (bundle is null)
        {
            return tls;
        }

        try
        {
            return tls.WithRoots(IsPem(bundle) ? bundle : Decoded(System.Text.Encoding.UTF8.GetString(bundle)) ?? bundle);
        }
        catch (Core.Errors.SecretsKitException failure) when (failure.Code == Core.Errors.ErrorCode.MalformedDocument)
        {
            throw fields.Wrong(place, failure.Message);
        }
    }

    private static ValueTask<SecretValue> ProvidedAsync(StoreFields provider, StoreContext context, CancellationToken ct)
    {
        if (context.IsClusterStore && provider.Text("namespace").Length == 0)
        {
            throw provider.Wrong("namespace", "it is required for a ClusterSecretStore and missing");
        }

        var (ns, name, key) = (NamespaceOf(provider, context), provider.RequiredText("name"), provider.RequiredText("key"));
        return provider.Text("type") switch
        {
            "Secret" => context.References.SecretKeyAsync(ns, name, key, ct),
            "ConfigMap" => context.References.ConfigMapKeyAsync(ns, name, key, ct),
            _ => throw provider.Wrong("type", "expected Secret or ConfigMap"),
        };
    }

    private static bool IsPem(ReadOnlySpan<byte> text) => text.IndexOf("-----BEGIN "u8) >= 0;

    private static byte[]? Decoded(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), buffer, out var length) ? buffer[..length] : null;
    }
}
