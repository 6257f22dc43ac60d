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
            try
            {
                await AddSourceAsync(source, ns, root, run, made, ct);
            }
            catch (SyncException failure)
            {
                throw new SyncException(SyncFault.Target, $"error fetching templateFrom data: {failure.Message}", failure);
            }
        }

        foreach (var (key, text) in template.Data)
        {
            made.Data[key] = new(Mapped(key, text, root, run, ct));
        }

        foreach (var (key, text) in template.Labels)
        {
            made.Labels[key] = Encoding.UTF8.GetString(Mapped(key, text, root, run, ct));
        }

        foreach (var (key, text) in template.Annotations)
        {
            made.Annotations[key] = Encoding.UTF8.GetString(Mapped(key, text, root, run, ct));
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

            if (source.Literal is { } literal && LiteralPairs(source, literal, root, run, ct) is { } pairs)
            {
                parts.Add(new(source.Target, pairs));
            }
        }

        foreach (var (key, text) in template.Data)
        {
            var rendered = Mapped(key, text, root, run, ct, "failed to execute template.data: ");
            parts.Add(new("data", new MapValue().With(key, Value.Of(rendered))));
        }

        return parts;
    }

    private static MapValue? LiteralPairs(TemplateSource source, string literal, Value root, TemplateRun run, CancellationToken ct)
    {
        try
        {
            return TemplatePairs.Read(Rendered(TemplatePairs.NameOf(literal), literal, root, run, ct), asTexts: false) is { } pairs
                ? TemplatePairs.AllDecoded(source, pairs) : null;
        }
        catch (SyncException failure)
        {
            throw new SyncException(SyncFault.Target, $"failed to execute literal template: {failure.Message}", failure);
        }
    }

    private async ValueTask AddSourceAsync(
        TemplateSource source, string ns, Value root, TemplateRun run, RenderedTarget made, CancellationToken ct)
    {
        foreach (var reference in source.Objects)
        {
            var texts = await TextsAsync(reference, ns, ct);
            foreach (var item in reference.Items)
            {
                var text = texts[item.Key] ?? throw Failed(
                    $"error in {reference.Kind.ToLowerInvariant()} {reference.Name}: missing key {item.Key}");
                if (item.IsPairs)
                {
                    AddPairs(source, text.RevealText(), root, run, made, ct);
                }
                else
                {
                    var rendered = Rendered(item.Key, text.RevealText(), root, run, ct);
                    made.Set(source.Target, item.Key, TemplatePairs.Decoded(source, new SecretValue(rendered)));
                }
            }
        }

        if (source.Literal is { } literal)
        {
            AddPairs(source, literal, root, run, made, ct);
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
            throw new SyncException(SyncFault.Target, failure.Message, failure);
        }

        return found is null
            ? throw Failed($"{(isConfigMap ? "configmaps" : "secrets")} \"{reference.Name}\" not found")
            : isConfigMap ? SecretData.OfConfigMap(found) : SecretData.Read(found);
    }

    private static void AddPairs(
        TemplateSource source, string text, Value root, TemplateRun run, RenderedTarget made, CancellationToken ct)
    {
        var pairs = TemplatePairs.Read(Rendered(TemplatePairs.NameOf(text), text, root, run, ct), asTexts: true);
        foreach (var key in pairs is null ? [] : pairs.SortedKeys.ToArray())
        {
            var value = pairs![key];
            var shown = value.IsNil ? "" : ScalarText.TryOf(value, out var scalar) ? scalar : throw TemplatePairs.Shape(value, "string");
            made.Set(
                source.Target, key.RevealText(),
                TemplatePairs.Decoded(source, value.IsString ? new(value.StringBytes) : SecretValue.OfText(shown)));
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
                $"unable to execute template at key {key}: {step} at key {key}: {cause.Message}",
                cause);
        }
    }

    // The rows of a map in the manifest itself.
    private static byte[] Mapped(
        string key, string text, Value root, TemplateRun run, CancellationToken ct,
        string what = "could not execute template: could not execute template: ")
    {
        try
        {
            return Rendered(key, text, root, run, ct);
        }
        catch (SyncException failure)
        {
            throw new SyncException(
                SyncFault.Target, what + failure.Message, failure);
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

    private static SyncException Failed(string problem) => new(SyncFault.Target, problem);
}
