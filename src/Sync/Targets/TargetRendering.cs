using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Templates;
using SecretsKit.Sync.Tracing;
using SecretsKit.Sync.Values;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Sync.Targets;

/// <summary>Renders all texts of a mapping's template, in the order in which they are written (spec external-secrets.md 1.6).</summary>
/// <param name="objects">Finds ConfigMaps and Secrets that hold templates.</param>
internal sealed class TargetRendering(IObjectSource objects)
{
    /// <summary>Renders.</summary>
    /// <exception cref="SyncException">A text is no template, cannot be rendered, or cannot be found.</exception>
    public async ValueTask<RenderedTarget> RenderAsync(
        TemplateSpec template, string ns, SecretMap data, TemplateRun run, CancellationToken ct) =>
        await TracedAsync(() => RenderedAsync(template, ns, data, run, ct));

    /// <summary>
    /// Renders for an object of any kind, whose template names where each part goes. Items of ConfigMaps and Secrets count for
    /// <c>data</c> alone, as in the reference.
    /// </summary>
    /// <exception cref="SyncException">A text is no template, cannot be rendered, or cannot be found.</exception>
    public async ValueTask<IReadOnlyList<RenderedPart>> RenderPartsAsync(
        TemplateSpec template, string ns, SecretMap data, TemplateRun run, CancellationToken ct) =>
        await TracedAsync(() => RenderedPartsAsync(template, ns, data, run, ct));

    private static async ValueTask<T> TracedAsync<T>(Func<ValueTask<T>> render)
    {
        using var span = SyncSpans.Part("render template");
        try
        {
            return await render();
        }
        catch (SyncException)
        {
            // A part of a value that is not found in the words of a function or of "fail" may be in them.
            span.Failed("Template", "a template cannot be rendered: the event of the object says why");
            throw;
        }
    }

    private async ValueTask<RenderedTarget> RenderedAsync(
        TemplateSpec template, string ns, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        TemplateRestrictions.Check(template);
        var made = new RenderedTarget();
        var root = TemplateRun.RootOf(data);
        foreach (var source in template.From)
        {
            await AddSourceAsync(source, ns, root, run, made, ct);
        }

        foreach (var (key, text) in template.Data)
        {
            made.Data[key] = new(Rendered(key, text, root, run, ct));
        }

        foreach (var (key, text) in template.Labels)
        {
            made.Labels[key] = Encoding.UTF8.GetString(Rendered(key, text, root, run, ct));
        }

        foreach (var (key, text) in template.Annotations)
        {
            made.Annotations[key] = Encoding.UTF8.GetString(Rendered(key, text, root, run, ct));
        }

        return made;
    }

    private async ValueTask<IReadOnlyList<RenderedPart>> RenderedPartsAsync(
        TemplateSpec template, string ns, SecretMap data, TemplateRun run, CancellationToken ct)
    {
        TemplateRestrictions.CheckVersion(template);
        var parts = new List<RenderedPart>();
        var root = TemplateRun.RootOf(data);
        foreach (var source in template.From)
        {
            if (source.Target.Equals("Data", StringComparison.OrdinalIgnoreCase))
            {
                var made = new RenderedTarget();
                await AddSourceAsync(source with { Literal = null }, ns, root, run, made, ct);
                parts.AddRange(made.Data.Entries.Select(entry => new RenderedPart(
                    source.Target, new MapValue().With(entry.Key, Value.Of(entry.Value.Bytes.Span)))));
            }

            if (source.Literal is { } literal && Pairs(Rendered("literal", literal, root, run, ct)) is { } pairs)
            {
                parts.Add(new(source.Target, DecodedTexts(source, pairs)));
            }
        }

        foreach (var (key, text) in template.Data)
        {
            parts.Add(new("data", new MapValue().With(key, Value.Of(Rendered(key, text, root, run, ct)))));
        }

        return parts;
    }

    private static MapValue DecodedTexts(TemplateSource source, MapValue pairs)
    {
        foreach (var key in pairs.SortedKeys)
        {
            if (pairs[key] is { IsString: true } text)
            {
                pairs.Set(key, Value.Of(Decoded(source, new(text.StringBytes)).Bytes.Span));
            }
        }

        return pairs;
    }

    private async ValueTask AddSourceAsync(
        TemplateSource source, string ns, Value root, TemplateRun run, RenderedTarget made, CancellationToken ct)
    {
        foreach (var reference in source.Objects)
        {
            var texts = await TextsAsync(reference, ns, ct);
            foreach (var item in reference.Items)
            {
                var text = texts[item.Key] ?? throw Fetching(
                    $"error in {reference.Kind.ToLowerInvariant()} {reference.Name}: missing key {item.Key}");
                if (item.IsPairs)
                {
                    AddPairs(source, item.Key, text.RevealText(), root, run, made, ct);
                }
                else
                {
                    made.Set(source.Target, item.Key, Decoded(source, new(Rendered(item.Key, text.RevealText(), root, run, ct))));
                }
            }
        }

        if (source.Literal is { } literal)
        {
            AddPairs(source, "literal", literal, root, run, made, ct);
        }
    }

    private async ValueTask<SecretMap> TextsAsync(TemplateObject reference, string ns, CancellationToken ct)
    {
        var isConfigMap = reference.Kind == "ConfigMap";
        MapValue? found;
        try
        {
            found = await objects.FindAsync(new("v1", reference.Kind, ns, reference.Name), ct);
        }
        catch (SecretsKitException failure)
        {
            throw new SyncException(SyncFault.Target, $"error fetching templateFrom data: {failure.Message}", failure);
        }

        return found is null
            ? throw Fetching($"{(isConfigMap ? "configmaps" : "secrets")} \"{reference.Name}\" not found")
            : isConfigMap ? SecretData.OfConfigMap(found) : SecretData.Read(found);
    }

    private static void AddPairs(
        TemplateSource source, string name, string text, Value root, TemplateRun run, RenderedTarget made, CancellationToken ct)
    {
        var pairs = Pairs(Rendered(name, text, root, run, ct));
        foreach (var key in pairs is null ? [] : pairs.SortedKeys.ToArray())
        {
            var value = pairs![key];
            var shown = value.IsNil ? "" : ScalarText.TryOf(value, out var scalar) ? scalar : throw Shape(value);
            made.Set(
                source.Target, key.RevealText(),
                Decoded(source, value.IsString ? new(value.StringBytes) : SecretValue.OfText(shown)));
        }
    }

    // Nothing but white space is no map, and no error.
    private static MapValue? Pairs(byte[] rendered)
    {
        if (rendered.AsSpan().Trim((byte)'\n').Trim((byte)' ').IsEmpty)
        {
            return null;
        }

        Value pairs;
        try
        {
            pairs = KubernetesYaml.Read(rendered, new() { KeepsIntegers = true });
        }
        catch (SecretsKitException)
        {
            // The message would quote what was rendered.
            throw Fetching("could not unmarshal template to 'map[string][]byte': the output is no YAML");
        }

        return pairs.AsMap ?? (pairs.IsNil ? null : throw Shape(pairs));
    }

    private static SyncException Shape(Value value) => Fetching(
        "could not unmarshal template to 'map[string][]byte': error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
        + $"{ScalarText.JsonKind(value)} into Go value of type string");

    private static SecretValue Decoded(TemplateSource source, SecretValue value)
    {
        try
        {
            return ValueDecoding.Apply(source.Decoding, value);
        }
        catch (SyncException failure)
        {
            throw new SyncException(SyncFault.Target, $"could not decode a rendered value: {failure.Message}");
        }
    }

    private static byte[] Rendered(string key, string text, Value root, TemplateRun run, CancellationToken ct)
    {
        try
        {
            return run.Render(key, text, root, MissingKey.Error, ct);
        }
        catch (TemplateException failure)
        {
            var step = failure.Failure == TemplateFailure.Parsing ? "unable to parse template" : "unable to execute template";
            var cause = Masked(failure, root);
            throw new SyncException(
                SyncFault.Target,
                $"could not execute template: could not execute template: unable to execute template at key {key}: {step} at key {key}: "
                + cause.Message,
                cause);
        }
    }

    // What a function says of its argument, or a template itself by "fail", may be a value.
    private static SecretsKitException Masked(TemplateException failure, Value root)
    {
        using var values = new RedactionScope();
        var data = root.AsMap ?? new();
        values.Except(data.SortedKeys.ToArray().Select(key => key.RevealText()));
        foreach (var key in data.SortedKeys)
        {
            if (data[key] is { IsString: true } value)
            {
                values.Add(value.StringBytes);
            }
        }

        var text = values.Redact(failure.Message);
        return text == failure.Message ? failure : new SecretsKitException(failure.Code, DisplayText.Message($"{text}"));
    }

    private static SyncException Fetching(string problem) => new(SyncFault.Target, $"error fetching templateFrom data: {problem}");
}
