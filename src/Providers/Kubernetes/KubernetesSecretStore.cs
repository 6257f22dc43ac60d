using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Kubernetes;

/// <summary>
/// Secrets of another namespace or cluster (spec external-secrets.md 3.9). Unlike in the reference, a Secret that is missing is no failure
/// (quirk Q5).
/// </summary>
internal sealed partial class KubernetesSecretStore : IWritableSecretStore
{
    private readonly StoreContext _context;
    private readonly KubernetesStoreAccess _access;

    private KubernetesSecretStore(MapValue settings, StoreContext context)
    {
        _context = context;
        _access = new(new StoreFields(settings, "spec.provider.kubernetes", KubernetesFailures.Provider), context);
    }

    /// <summary>How manifests make it.</summary>
    public static SecretStoreKind Kind { get; } = new(
        "kubernetes", static (settings, context) => new KubernetesSecretStore(settings, context));

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    /// <inheritdoc/>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        if (_access.IsReferent)
        {
            return StoreValidation.Unknown;
        }

        KubernetesSecrets secrets;
        try
        {
            secrets = await OpenAsync(_access.Namespace, ct);
        }
        catch (ProviderException failure)
        {
            return new(StoreReadiness.Failed, failure);
        }

        using (secrets)
        {
            try
            {
                return await secrets.MayReadAsync(ct) ? StoreValidation.Ready
                    : new(StoreReadiness.Failed, KubernetesFailures.Of(
                        ProviderFault.Denied, "review rights", _access.Namespace, "client is not allowed to get secrets"));
            }
            catch (ProviderException failure) when (failure.Failure.IsAboutCredentials)
            {
                // The account's token is fetched with the first request.
                return new(StoreReadiness.Failed, failure);
            }
            catch (ProviderException failure)
            {
                return new(StoreReadiness.Unknown, new ProviderException(
                    failure.Failure, $"could not verify if client is valid: {failure.Detail}", failure) { Hint = failure.Hint });
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (await FindAsync(reference, ct) is not { } secret)
        {
            return null;
        }

        if (reference.Property.Length == 0)
        {
            return reference.IsMetadata ? MetadataObject(secret) : secret.Whole();
        }

        return PropertyOf(secret, reference) ?? throw Missing(reference);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (await FindAsync(reference, ct) is not { } secret)
        {
            return null;
        }

        if (reference.Property.Length == 0)
        {
            return reference.IsMetadata ? secret.Metadata() : secret.Data();
        }

        // Members are JSON: texts keep their quotes (quirk Q6).
        var value = PropertyOf(secret, reference) ?? throw KubernetesFailures.Of(
            ProviderFault.NotFound, "get secret", reference.Key, $"property {reference.Property} does not exist in key {reference.Key}");
        if (!GoJson.TryParse(value.Bytes.Span, out var json, out _) || (json.IsNil ? new MapValue() : json.AsMap) is not { } members)
        {
            throw KubernetesFailures.Of(
                ProviderFault.InvalidResponse, "get secret", reference.Key,
                $"failed to unmarshal secret: property {reference.Property} is not a JSON object");
        }

        var map = new SecretMap();
        foreach (var (name, member) in members.Entries)
        {
            map[name.RevealText()] = new(GoJson.Format(member, GoJsonOptions.Raw));
        }

        return map;
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.Tags is null && search.Name.Length == 0)
        {
            throw KubernetesFailures.Of(ProviderFault.InvalidSettings, "find", _access.Namespace, "unexpected find operator");
        }

        // Labels count before names, as in the reference: with both the name is not looked at.
        var matches = SecretNames.Matching(search.Tags is null ? search : new(), KubernetesFailures.Provider);
        var labels = (search.Tags ?? new Dictionary<string, string>()).OrderBy(tag => tag.Key, StringComparer.Ordinal);
        using var secrets = await OpenAsync(_access.Namespace, ct);
        var found = new SecretMap();
        foreach (var secret in await secrets.ListAsync(string.Join(',', labels.Select(tag => $"{tag.Key}={tag.Value}")), ct))
        {
            if (matches(secret.Name))
            {
                found[secret.Name] = secret.Whole();
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SecretValue MetadataObject(RemoteSecret secret)
    {
        var all = new MapValue();
        foreach (var (name, json) in secret.Metadata().Entries)
        {
            all.Set(new ByteString(name), GoJson.Parse(json.Bytes.Span));
        }

        return new(GoJson.Format(Value.Of(all), GoJsonOptions.Raw));
    }

    private static SecretValue? PropertyOf(RemoteSecret secret, RemoteRef reference)
    {
        if (!reference.IsMetadata)
        {
            return RemoteSecret.Property(secret.Data(), reference.Property);
        }

        // labels.KEY, whose keys may have dots; behind that a path into the JSON that a label or annotation is.
        var (all, property) = (secret.Metadata(), reference.Property);
        var dot = property.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || all[property[..dot]] is null)
        {
            return all[property];
        }

        var texts = new SecretMap();
        foreach (var (name, text) in property[..dot] == "labels" ? secret.Labels : secret.Annotations)
        {
            texts[name] = SecretValue.OfText(text);
        }

        return RemoteSecret.Property(texts, property[(dot + 1)..]);
    }

    private static ProviderException Missing(RemoteRef reference) => KubernetesFailures.Of(ProviderFault.NotFound, "get secret",
        reference.Key, $"property {reference.Property} does not exist in {(reference.IsMetadata ? "metadata" : "data")} of secret "
            + $"\"{reference.Key}\"");

    private async ValueTask<KubernetesSecrets> OpenAsync(string ns, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(await _access.OpenAsync(ct), _context.Host.Http, ns);
    }

    private async ValueTask<RemoteSecret?> FindAsync(RemoteRef reference, CancellationToken ct)
    {
        using var secrets = await OpenAsync(_access.Namespace, ct);
        return await secrets.FindAsync(reference.Key, ct);
    }
}
