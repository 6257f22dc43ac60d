using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Pushing;

/// <summary>What is pushed: a Secret, or the values of a generator, after the template. Not a record: it holds secrets.</summary>
internal sealed class PushSource
{
    public required SecretMap Data { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public string Type { get; init; } = "";

    /// <summary>The number of keys, never one of the values.</summary>
    public override string ToString() => $"PushSource({Data.Count})";
}
