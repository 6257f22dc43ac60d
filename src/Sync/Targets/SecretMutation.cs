using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Targets;

/// <summary>Makes the wanted Secret of the existing one and the provider's data (spec external-secrets.md 2.7).</summary>
/// <param name="rendering">Renders templates.</param>
internal sealed class SecretMutation(TargetRendering rendering)
{
    /// <summary>The Secret as it should be.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="existing">The Secret as it is, or null. Lent.</param>
    /// <param name="data">The provider's data.</param>
    /// <param name="run">Renders texts.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SyncException">The template failed, or somebody else owns the Secret.</exception>
    public async ValueTask<MapValue> MutateAsync(
        ExternalSecret mapping, MapValue? existing, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        var target = mapping.Target;
        var secret = existing?.Copy() ?? New(mapping);
        if (target.IsImmutable)
        {
            secret.With("immutable", Value.True);
        }

        if (!target.IsImmutable || existing is null)
        {
            await FillAsync(mapping, secret, data, run, ct);
        }

        Ownership.Apply(mapping, secret);
        Ownership.Mark(mapping, secret);
        if (existing is not null && !existing.Has("data") && secret.Child("data") is { Count: 0 })
        {
            // Servers leave an empty map out: it is no difference.
            secret.Remove("data");
        }

        return secret;
    }

    private async ValueTask FillAsync(ExternalSecret mapping, MapValue secret, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        var (target, manager) = (mapping.Target, TargetNames.ManagerOf(mapping.Head.Name));
        var content = secret.ChildOrNew("data");
        foreach (var key in ManagedFields.Below(secret, manager, "data"))
        {
            content.Remove(key);
        }

        if (!target.KeepsForeign)
        {
            content = new();
            secret.With("data", content);
        }

        RemoveOwnMetadata(secret, manager, "labels");
        RemoveOwnMetadata(secret, manager, "annotations");
        var rendered = target.Template is { } template ? await RenderedAsync(template, mapping, data, run, ct) : null;
        if (rendered is null || !target.Template!.HasData || target.Template.MergesData)
        {
            Put(content, data);
        }

        if (rendered is not null)
        {
            Put(content, rendered.Data);
        }

        SetMetadata(mapping, secret, rendered);
    }

    private async ValueTask<RenderedTarget> RenderedAsync(
        TemplateSpec template, ExternalSecret mapping, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        try
        {
            return await rendering.RenderAsync(template, mapping.Head.Namespace, data, run, ct);
        }
        catch (SyncException failure)
        {
            throw new SyncException(failure.Fault, $"could not apply template: {failure.Message}", failure);
        }
    }

    private static void SetMetadata(ExternalSecret mapping, MapValue secret, RenderedTarget? rendered)
    {
        var metadata = secret.ChildOrNew("metadata");
        metadata.ChildOrNew("labels").WithAll(rendered?.Labels ?? mapping.Head.Labels);
        metadata.ChildOrNew("annotations").WithAll(rendered?.Annotations ?? mapping.Head.Annotations);
        if (mapping.Target.Template is not { } template)
        {
            return;
        }

        if (template.Type.Length > 0)
        {
            secret.With("type", template.Type);
        }

        var finalizers = metadata.Texts("finalizers");
        if (template.Finalizers.Count > 0 && !metadata.Has("deletionTimestamp"))
        {
            metadata.With("finalizers", finalizers.Union(template.Finalizers));
        }
    }

    private static void RemoveOwnMetadata(MapValue secret, string manager, string field)
    {
        if (secret.Child("metadata")?.Child(field) is not { } map)
        {
            return;
        }

        foreach (var name in ManagedFields.Below(secret, manager, "metadata", field))
        {
            map.Remove(name);
        }
    }

    private static void Put(MapValue content, SecretMap data)
    {
        var written = SecretData.Write(data);
        foreach (var key in written.SortedKeys)
        {
            content.Set(key, written[key]);
        }
    }

    private static MapValue New(ExternalSecret mapping) => new MapValue()
        .With("apiVersion", "v1")
        .With("kind", "Secret")
        .With("metadata", new MapValue().With("name", mapping.Target.Name).With("namespace", mapping.Head.Namespace))
        .With("data", new MapValue());
}
