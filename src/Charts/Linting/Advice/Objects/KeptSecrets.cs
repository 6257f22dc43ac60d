using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>What of the Secrets of a chart is drawn at the installation and kept by each upgrade, so that it does not change.</summary>
internal sealed class KeptSecrets
{
    // By name: the keys, and whether each is kept.
    private readonly Dictionary<string, Dictionary<string, bool>> _keys = new(StringComparer.Ordinal);

    /// <summary>Compares renderings.</summary>
    public KeptSecrets(AdviceRendering rendering)
    {
        if (!rendering.Varies || rendering is not { Files: { } one } || rendering.Again() is not { } other || rendering.Upgrades() is not
            { LooksElsewhere: false } upgrades)
        {
            return;
        }

        var (others, firsts, seconds) = (Secrets(other), Secrets(upgrades.One), Secrets(upgrades.Other));
        foreach (var (name, texts) in Secrets(one))
        {
            if (others.TryGetValue(name, out var drawn) && firsts.TryGetValue(name, out var first) && seconds.TryGetValue(
                name, out var second))
            {
                _keys[name] = texts.ToDictionary(
                    text => text.Key,
                    text => drawn.GetValueOrDefault(text.Key) != text.Value
                        && first.GetValueOrDefault(text.Key) is { } kept
                        && kept == second.GetValueOrDefault(text.Key),
                    StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Whether a key, or all that a Secret holds, is kept.</summary>
    public bool Keep(string name, string? key) => _keys.TryGetValue(name, out var keys)
        && (key is null ? keys.Count > 0 && keys.Values.All(isKept => isKept) : keys.GetValueOrDefault(key));

    private static Dictionary<string, Dictionary<string, string>> Secrets(IReadOnlyDictionary<string, byte[]> files)
    {
        var found = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var secret in RenderedObject.ReadAll(files).Where(item => item.Kind == "Secret"))
        {
            found[secret.Name] = Texts(secret.Content);
        }

        return found;
    }

    private static Dictionary<string, string> Texts(Value secret)
    {
        var texts = secret.TextsAt("data");
        foreach (var (key, text) in secret.TextsAt("stringData"))
        {
            texts[key] = text;
        }

        return texts;
    }
}
