using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Kubernetes;

/// <content>
/// Writing. As in the reference there is no mark of ownership: Secrets of others are overwritten, key by key (spec external-secrets.md
/// 4.2).
/// </content>
internal sealed partial class KubernetesSecretStore
{
    private const string Opaque = "Opaque";

    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var target = push.Target;
        if (target.Property.Length == 0 && push.Value is not null)
        {
            throw KubernetesFailures.Of(ProviderFault.InvalidSettings, "push", target.Key,
                "requires property in RemoteRef to push secret value if secret key is defined");
        }

        var policy = KubernetesPushPolicy.Read(push.Metadata);
        if (policy.RemoteNamespace.Length > 0 && !_context.IsClusterStore)
        {
            throw KubernetesFailures.Of(ProviderFault.InvalidSettings, "push", target.Key,
                "remoteNamespace override is only supported with ClusterSecretStore");
        }

        using var secrets = await OpenAsync(policy.RemoteNamespace.Length > 0 ? policy.RemoteNamespace : _access.Namespace, ct);
        var held = await secrets.FindAsync(target.Key, ct);
        if (held is null)
        {
            var (labels, annotations) = policy.Merge(push, null);
            await secrets.CreateAsync(target.Key, Changed(
                new(), target.Key, secrets.Namespace, push.SourceType.Length > 0 ? push.SourceType : Opaque, Merged(push, null), labels,
                annotations), ct);
            return;
        }

        RequireType(push, held);
        var data = Merged(push, held);
        var (wantedLabels, wantedAnnotations) = policy.Merge(push, held);
        if (!AreEqual(held.Data(), data) || !held.Labels.SequenceEqual(wantedLabels)
            || !held.Annotations.SequenceEqual(wantedAnnotations))
        {
            await secrets.ReplaceAsync(target.Key, Changed(
                held.Fields.ShallowCopy(), target.Key, secrets.Namespace, held.Type, data, wantedLabels, wantedAnnotations), ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var secrets = await OpenAsync(_access.Namespace, ct);
        if (await secrets.FindAsync(target.Key, ct) is not { } held)
        {
            return;
        }

        var data = held.Data();
        if (target.Property.Length > 0 && data[target.Property] is null)
        {
            return;
        }

        if (target.Property.Length == 0 || data.Count == 1)
        {
            await secrets.DeleteAsync(held, ct);
            return;
        }

        var rest = new SecretMap();
        foreach (var (key, value) in data.Entries.Where(entry => entry.Key != target.Property))
        {
            rest[key] = value;
        }

        await secrets.ReplaceAsync(target.Key, Changed(
            held.Fields.ShallowCopy(), target.Key, secrets.Namespace, held.Type, rest, held.Labels, held.Annotations), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var secrets = await OpenAsync(_access.Namespace, ct);
        return await secrets.FindAsync(target.Key, ct) is { } held
            && (target.Property.Length == 0 || held.Data()[target.Property] is not null);
    }

    // The type of a Secret cannot be changed; the keys of one are taken for those of another only if all of it is written.
    private static void RequireType(SecretPush push, RemoteSecret held)
    {
        var wanted = push.SourceType.Length > 0 ? push.SourceType : Opaque;
        if (push.Target.Property.Length == 0 && held.Type != wanted)
        {
            throw new ProviderException(
                new(ProviderFault.Conflict, KubernetesFailures.Provider, "push", push.Target.Key),
                $"the secret has type {held.Type}, which cannot be changed to {wanted}")
            {
                Hint = "delete it, or push to another name",
            };
        }
    }

    private static SecretMap Merged(SecretPush push, RemoteSecret? held)
    {
        var data = held?.Data() ?? new SecretMap();
        if (push.Target.Property.Length > 0)
        {
            data[push.Target.Property] = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
            return data;
        }

        foreach (var (key, value) in push.Data.Entries)
        {
            data[key] = value;
        }

        return data;
    }

    private static bool AreEqual(SecretMap held, SecretMap wanted) => held.Count == wanted.Count
        && wanted.Entries.All(entry => entry.Value.IsSame(held[entry.Key]));

    // Fields that are not known here stay.
    private static MapValue Changed(MapValue secret, string name, string ns, string type, SecretMap data,
        SortedDictionary<string, string> labels, SortedDictionary<string, string> annotations)
    {
        var metadata = secret[new ByteString("metadata")].AsMap?.ShallowCopy() ?? new();
        metadata.Remove(new ByteString("managedFields"));
        Set(metadata, "name", Value.Of(name));
        Set(metadata, "namespace", Value.Of(ns));
        Set(metadata, "labels", Texts(labels));
        Set(metadata, "annotations", Texts(annotations));
        var encoded = new MapValue(capacity: data.Count);
        foreach (var (key, value) in data.Entries)
        {
            Set(encoded, key, Value.Of(Convert.ToBase64String(value.Bytes.Span)));
        }

        Set(secret, "apiVersion", Value.Of("v1"));
        Set(secret, "kind", Value.Of("Secret"));
        Set(secret, "metadata", Value.Of(metadata));
        Set(secret, "type", Value.Of(type));
        Set(secret, "data", Value.Of(encoded));
        return secret;
    }

    private static Value Texts(SortedDictionary<string, string> texts)
    {
        var map = new MapValue(capacity: texts.Count);
        foreach (var (name, text) in texts)
        {
            Set(map, name, Value.Of(text));
        }

        return Value.Of(map);
    }

    private static void Set(MapValue map, string name, Value value) => map.Set(new ByteString(name), value);
}
