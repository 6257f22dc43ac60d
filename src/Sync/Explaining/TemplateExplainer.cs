using SecretsKit.Core.Errors;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Explaining;

/// <summary>Renders the parts of a template one by one, so that each failure is found.</summary>
/// <param name="rendering">Renders.</param>
/// <param name="ns">The namespace of the mapping.</param>
/// <param name="found">The provider's data.</param>
/// <param name="run">Of the mapping.</param>
internal sealed class TemplateExplainer(TargetRendering rendering, string ns, RowReading found, TemplateRun run)
{
    private const string Field = "spec.target.template";

    /// <summary>Whether a part of a template gives a key of the Secret, and not a label or an annotation.</summary>
    public static bool IsOfData(KeyExplanation key) => !key.Row.StartsWith($"{Field}.metadata.", StringComparison.Ordinal);

    /// <summary>Renders all parts.</summary>
    public async ValueTask ExplainAsync(TemplateSpec template, List<KeyExplanation> made, CancellationToken ct)
    {
        var none = template with
        {
            Data = new Dictionary<string, string>(),
            Labels = new Dictionary<string, string>(),
            Annotations = new Dictionary<string, string>(),
            From = [],
        };
        try
        {
            TemplateRestrictions.Check(template);
        }
        catch (SyncException failure)
        {
            made.Add(new("", Field) { Problem = failure.Message });
            return;
        }

        for (var at = 0; at < template.From.Count; at++)
        {
            await AddSourceAsync(none with { From = [template.From[at]] }, RowReading.Place("target.template.templateFrom", at), made, ct);
        }

        foreach (var (key, text) in template.Data)
        {
            await AddAsync(none with { Data = One(key, text) }, new(key, $"{Field}.data") { Uses = UsesOf(text) }, made, ct);
        }

        foreach (var (key, text) in template.Labels)
        {
            await AddAsync(none with { Labels = One(key, text) }, new(key, $"{Field}.metadata.labels") { Uses = UsesOf(text) }, made, ct);
        }

        foreach (var (key, text) in template.Annotations)
        {
            await AddAsync(
                none with { Annotations = One(key, text) }, new(key, $"{Field}.metadata.annotations") { Uses = UsesOf(text) }, made, ct);
        }
    }

    private async ValueTask AddSourceAsync(TemplateSpec part, string place, List<KeyExplanation> made, CancellationToken ct)
    {
        var source = part.From[0];
        var from = string.Join(", ", source.Objects.Select(item => $"{item.Kind}/{item.Name}")
            .Concat(source.Literal is null ? [] : ["literal"]));
        var uses = source.Literal is { } literal ? UsesOf(literal) : [];
        if (await RenderAsync(part, new("", place) { Remote = from, Uses = uses }, made, ct) is not { } rendered)
        {
            return;
        }

        made.AddRange(rendered.Data.Names.Select(key => new KeyExplanation(key, place) { Remote = from, Uses = uses }));
        made.AddRange(rendered.Labels.Keys.Select(key => new KeyExplanation(key, $"{Field}.metadata.labels") { Remote = from }));
        made.AddRange(rendered.Annotations.Keys.Select(key => new KeyExplanation(key, $"{Field}.metadata.annotations") { Remote = from }));
    }

    private async ValueTask AddAsync(TemplateSpec part, KeyExplanation key, List<KeyExplanation> made, CancellationToken ct)
    {
        if (await RenderAsync(part, key, made, ct) is not null)
        {
            made.Add(key);
        }
    }

    private async ValueTask<RenderedTarget?> RenderAsync(
        TemplateSpec part, KeyExplanation about, List<KeyExplanation> made, CancellationToken ct)
    {
        try
        {
            return await rendering.RenderAsync(part, ns, found.Data, run, ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            made.Add(about with
            {
                Problem = RowReading.Innermost(failure).Message,
                Hint = found.IsPartial ? "rows that give no value may be why" : "",
            });
            return null;
        }
    }

    private static Dictionary<string, string> One(string key, string text) => new(StringComparer.Ordinal) { [key] = text };

    // As far as the text says: names that are computed are not seen.
    private List<string> UsesOf(string text) => [.. found.Values.Select(value => value.Key)
        .Where(key => key.Length > 0 && (Names(text, $".{key}") || text.Contains($"\"{key}\"", StringComparison.Ordinal)))
        .Distinct(StringComparer.Ordinal)];

    private static bool Names(string text, string field)
    {
        for (var at = text.IndexOf(field, StringComparison.Ordinal); at >= 0; at = text.IndexOf(field, at + 1, StringComparison.Ordinal))
        {
            var end = at + field.Length;
            if (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                return true;
            }
        }

        return false;
    }
}
