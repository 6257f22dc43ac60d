using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Sources;

/// <summary>What stores refer to, out of the objects of a source (spec external-secrets.md 3.2).</summary>
/// <param name="objects">The objects.</param>
internal sealed class ObjectReferences(IObjectSource objects) : IStoreReferences
{
    private const string Provider = "Kubernetes";

    /// <inheritdoc/>
    public async ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct)
    {
        var secret = await RequiredAsync("v1", "Secret", ns, name, "secrets", ct);
        return SecretData.Find(secret, key)
            ?? throw new ProviderException(
                Cause(ProviderFault.NotFound, name) with { IsAboutCredentials = true }, $"cannot find secret data for key: \"{key}\"");
    }

    /// <inheritdoc/>
    public async ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct)
    {
        var secret = await RequiredAsync("v1", "Secret", ns, name, "secrets", ct);
        return (SecretData.Read(secret), new ObjectHead(secret).Labels);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct)
    {
        var map = await RequiredAsync("v1", "ConfigMap", ns, name, "configmaps", ct);
        return SecretData.OfConfigMap(map)[key]
            ?? throw new ProviderException(Cause(ProviderFault.NotFound, name), $"cannot find data for key: \"{key}\"");
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(
        string ns, string name, CancellationToken ct) =>
        new ObjectHead(await RequiredAsync("v1", "ServiceAccount", ns, name, "serviceaccounts", ct)).Annotations;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct) =>
        StoreReferenceFields.SecretsOf(await RequiredAsync("v1", "ServiceAccount", ns, name, "serviceaccounts", ct));

    /// <inheritdoc/>
    public async ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct)
    {
        try
        {
            return await objects.TokenAsync(ns, name, audiences, lifetime, ct);
        }
        catch (SecretsKitException failure) when (failure is not ProviderException)
        {
            throw new ProviderException(
                new(ProviderFault.Unauthenticated, Provider, "token", name) { IsAboutCredentials = true },
                $"the service account {ns}/{name} gives no token", failure);
        }
    }

    private async ValueTask<MapValue> RequiredAsync(
        string version, string kind, string ns, string name, string plural, CancellationToken ct)
    {
        var isSecret = kind == "Secret";
        var what = $"cannot get Kubernetes {kind.ToLowerInvariant()} \"{name}\" from namespace \"{ns}\"";
        try
        {
            return await objects.FindAsync(new(version, kind, ns, name), ct)
                ?? throw new ProviderException(
                    Cause(ProviderFault.NotFound, name) with { IsAboutCredentials = isSecret }, $"{what}: {plural} \"{name}\" not found");
        }
        catch (SecretsKitException failure) when (failure is not ProviderException)
        {
            throw new ProviderException(
                Cause(ProviderFault.Denied, name) with { IsAboutCredentials = isSecret }, $"{what}", failure);
        }
    }

    private static ProviderCause Cause(ProviderFault fault, string name) => new(fault, Provider, "get", name);
}
