using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Explaining;

/// <summary>Finds out where each key of a mapping's Secret comes from. Reads stores, writes nothing, and shows no value.</summary>
/// <param name="rows">Reads rows.</param>
/// <param name="rendering">Renders templates.</param>
/// <param name="surroundings">What templates may use.</param>
internal sealed class MappingExplainer(RowExplainer rows, TargetRendering rendering, TemplateSurroundings surroundings)
{
    /// <summary>Is given all that was read: messages must not show it.</summary>
    public Action<SecretMap> Learned { get; init; } = static _ => { };

    /// <summary>Explains.</summary>
    public async ValueTask<MappingExplanation> ExplainAsync(ExternalSecret mapping, DateTimeOffset since, CancellationToken ct)
    {
        var run = new TemplateRun(surroundings);
        var found = new RowReading();
        for (var at = 0; at < mapping.DataFrom.Count; at++)
        {
            await rows.ReadFromAsync(mapping, at, since, run, found, ct);
        }

        for (var at = 0; at < mapping.Data.Count; at++)
        {
            await rows.ReadAsync(mapping, at, since, found, ct);
        }

        Learned(found.Data);
        var rendered = new List<KeyExplanation>();
        if (mapping.Target.Template is { } template)
        {
            await new TemplateExplainer(rendering, mapping.Head.Namespace, found, run).ExplainAsync(template, rendered, ct);
        }

        var isPlain = mapping.Target.Template is not { HasData: true, MergesData: false };
        var keys = (isPlain ? found.Values.Where(key => key.Key.Length > 0) : [])
            .Concat(rendered.Where(key => TemplateExplainer.IsOfData(key)))
            .Where(key => key.Problem.Length == 0)
            .Select(key => key.Key);
        return new()
        {
            Values = found.Values,
            Rendered = rendered,
            Keys = [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Notes = found.Notes,
        };
    }
}
