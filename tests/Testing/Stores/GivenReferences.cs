using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Testing.Stores;

/// <summary>What manifests of stores refer to, as a test gives it; what was asked of it can be looked at.</summary>
public sealed class GivenReferences : IStoreReferences
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _annotations = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    /// <summary>Keys of Secrets and ConfigMaps, by <c>namespace/name/key</c>.</summary>
    public string this[string path]
    {
        set => _keys[path] = value;
    }

    /// <summary>Tokens that were asked for: <c>namespace/name audience… seconds</c>.</summary>
    public IReadOnlyList<string> Tokens
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Adds a service account.</summary>
    public void AddAccount(string path, params (string Key, string Value)[] annotations) =>
        _annotations[path] = annotations.ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <inheritdoc/>
    public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) => new(Key(ns, name, key));

    /// <inheritdoc/>
    public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct) => new(Key(ns, name, key));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(
        string ns, string name, CancellationToken ct) =>
        new(_annotations.TryGetValue($"{ns}/{name}", out var found) ? found : throw Missing($"{ns}/{name}"));

    /// <inheritdoc/>
    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct)
    {
        lock (_lock)
        {
            _asked.Add($"{ns}/{name} {string.Join(' ', audiences)} {lifetime.TotalSeconds}");
        }

        return new(SecretValue.OfText($"canary-jwt-of-{ns}-{name}"));
    }

    private SecretValue Key(string ns, string name, string key) =>
        _keys.TryGetValue($"{ns}/{name}/{key}", out var value) ? SecretValue.OfText(value) : throw Missing($"{ns}/{name}/{key}");

    private static ProviderException Missing(string path) =>
        new(new(ProviderFault.NotFound, "Kubernetes", "get", path), $"it is not there");
}
