using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Targets;

/// <summary>Makes the wanted object of another kind than Secret (spec external-secrets.md 2.11).</summary>
/// <param name="rendering">Renders templates.</param>
internal sealed class GenericTarget(TargetRendering rendering)
{
    /// <summary>The object as it should be.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="existing">The object as it is, or null. Lent.</param>
    /// <param name="data">The provider's data.</param>
    /// <param name="run">Renders texts.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SyncException">The template failed, or somebody else owns the object.</exception>
    public async ValueTask<MapValue> MutateAsync(
        ExternalSecret mapping, MapValue? existing, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        var target = mapping.Target;
        var wanted = target.KeepsForeign && existing is not null ? existing.Copy() : New(target);
        if (target.Template is { } template)
        {
            if (target.IsSecret)
            {
                TemplateRestrictions.Check(template);
            }

            await FillAsync(template, mapping, wanted, data, run, ct);
            AddMetadata(wanted, template.Labels, template.Annotations);
        }
        else
        {
            Put(target, TargetPath.Parse(HasOwnData(target) ? "data" : "spec.data"), wanted, MapOf(data));
            AddMetadata(wanted, mapping.Head.Labels, mapping.Head.Annotations);
        }

        // A path of a template may lead to these too: they are not the template's.
        Identify(wanted, mapping, existing);
        Ownership.Apply(mapping, wanted);
        if (!wanted.Has("spec") && !wanted.Has("data"))
        {
            throw new SyncException(SyncFault.Target, "the object has neither spec nor data");
        }

        Ownership.Mark(mapping, wanted);
        return wanted;
    }

    private async ValueTask FillAsync(
        TemplateSpec template, ExternalSecret mapping, MapValue wanted, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        try
        {
            foreach (var part in await rendering.RenderPartsAsync(template, mapping.Head.Namespace, data, run, ct))
            {
                Put(mapping.Target, TargetPath.Parse(part.Target), wanted, part.Pairs);
            }
        }
        catch (SyncException failure)
        {
            throw new SyncException(failure.Fault, $"could not apply template: {failure.Message}", failure);
        }
    }

    private static void Put(TargetSpec target, TargetPath path, MapValue wanted, MapValue pairs) => path.Put(
        wanted, HasOwnData(target) && path is { IsKnown: true, IsRootField: true } ? Texts(target.ManifestKind, pairs) : pairs);

    // The fields of these kinds are texts, and those of a Secret base64.
    private static MapValue Texts(string kind, MapValue pairs)
    {
        var texts = new MapValue();
        foreach (var key in pairs.SortedKeys)
        {
            var text = pairs[key] is { IsString: true } given ? new SecretValue(given.StringBytes)
                : SecretValue.OfText(ScalarText.TryOf(pairs[key], out var scalar) ? scalar : "");
            texts.With(key.RevealText(), kind == "Secret" ? Convert.ToBase64String(text.Bytes.Span) : text.RevealText());
        }

        return texts;
    }

    private static MapValue MapOf(SecretMap data)
    {
        var map = new MapValue();
        foreach (var (key, value) in data.Entries)
        {
            map.With(key, Value.Of(value.Bytes.Span));
        }

        return map;
    }

    private static bool HasOwnData(TargetSpec target) => target.ManifestKind is "ConfigMap" or "Secret";

    private static MapValue New(TargetSpec target) => new MapValue().With(HasOwnData(target) ? "data" : "spec", new MapValue());

    private static void Identify(MapValue wanted, ExternalSecret mapping, MapValue? existing)
    {
        wanted.With("apiVersion", mapping.Target.ManifestApiVersion).With("kind", mapping.Target.ManifestKind);
        var metadata = wanted.ChildOrNew("metadata").With("name", mapping.Target.Name).With("namespace", mapping.Head.Namespace);
        if (existing is null)
        {
            metadata.Remove("ownerReferences");
            return;
        }

        var known = existing.Child("metadata")!;
        foreach (var field in (string[])["uid", "resourceVersion", "generation", "creationTimestamp", "finalizers", "ownerReferences"])
        {
            if (known.Has(field))
            {
                metadata.With(field, known.Field(field));
            }
        }

        if (existing.Has("status"))
        {
            wanted.With("status", existing.Field("status"));
        }
    }

    private static void AddMetadata(
        MapValue wanted, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        var metadata = wanted.ChildOrNew("metadata");
        metadata.ChildOrNew("labels").WithAll(labels);
        metadata.ChildOrNew("annotations").WithAll(annotations);
    }
}
