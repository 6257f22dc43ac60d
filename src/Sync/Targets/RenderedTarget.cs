using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Targets;

/// <summary>What a template gave: keys of a Secret, and metadata. Not a record: it holds secrets.</summary>
internal sealed class RenderedTarget
{
    public SecretMap Data { get; } = new();

    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Annotations { get; } = new(StringComparer.Ordinal);

    /// <summary>Puts a pair where a template says, whatever the case of the word.</summary>
    public void Set(string target, string key, SecretValue value)
    {
        switch (target.ToLowerInvariant())
        {
            case "labels":
                Labels[key] = value.RevealText();
                break;
            case "annotations":
                Annotations[key] = value.RevealText();
                break;
            default:
                Data[key] = value;
                break;
        }
    }

    /// <summary>The number of keys, never one of the values.</summary>
    public override string ToString() => $"RenderedTarget({Data.Count})";
}

/// <summary>A part of an object that a template gave. Not a record: it holds secrets.</summary>
/// <param name="target">Where it goes, as the template says it.</param>
/// <param name="pairs">What goes there.</param>
internal sealed class RenderedPart(string target, MapValue pairs)
{
    public string Target { get; } = target;

    public MapValue Pairs { get; } = pairs;

    /// <summary>Where it goes, never what.</summary>
    public override string ToString() => $"RenderedPart({Target})";
}
