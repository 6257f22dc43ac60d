using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Testing.Stores;

/// <summary>What manifests of stores refer to, as a test says it; the namespace is part of each name: <c>ns/name</c>.</summary>
public sealed class FixedReferences : IStoreReferences
{
    /// <summary>Secrets: their keys.</summary>
    public Dictionary<string, Dictionary<string, string>> Secrets { get; } = [];

    /// <summary>Labels of Secrets.</summary>
    public Dictionary<string, Dictionary<string, string>> Labels { get; } = [];

    /// <summary>ConfigMaps: their keys.</summary>
    public Dictionary<string, Dictionary<string, string>> ConfigMaps { get; } = [];

    /// <summary>Service accounts: their annotations.</summary>
    public Dictionary<string, Dictionary<string, string>> Accounts { get; } = [];

    /// <summary>Tokens that were asked for, as <c>ns/name: audience, audience</c>.</summary>
    public List<string> TokenRequests { get; } = [];

    /// <summary>The token of every service account.</summary>
    public string Token { get; set; } = "canary-account-token";

    /// <inheritdoc/>
    public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        new(SecretValue.OfText(Find(Secrets, ns, name).GetValueOrDefault(key) ?? throw Missing($"{ns}/{name}/{key}")));

    /// <inheritdoc/>
    public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct)
    {
        var data = new SecretMap();
        foreach (var (key, value) in Find(Secrets, ns, name))
        {
            data[key] = SecretValue.OfText(value);
        }

        return new((data, Labels.GetValueOrDefault($"{ns}/{name}") ?? []));
    }

    /// <inheritdoc/>
    public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        new(SecretValue.OfText(Find(ConfigMaps, ns, name).GetValueOrDefault(key) ?? throw Missing($"{ns}/{name}/{key}")));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct) =>
        new(Find(Accounts, ns, name));

    /// <inheritdoc/>
    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct)
    {
        Find(Accounts, ns, name);
        TokenRequests.Add($"{ns}/{name}: {string.Join(", ", audiences)}");
        return new(SecretValue.OfText(Token));
    }

    private static Dictionary<string, string> Find(Dictionary<string, Dictionary<string, string>> all, string ns, string name) =>
        all.GetValueOrDefault($"{ns}/{name}") ?? throw Missing($"{ns}/{name}");

    private static ProviderException Missing(string what) =>
        new(new(ProviderFault.NotFound, "references", "read", what), $"it does not exist");
}
