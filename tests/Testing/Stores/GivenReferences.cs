using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Testing.Stores;

/// <summary>
/// What manifests of stores refer to, as a test gives it, by <c>namespace/name</c>; which tokens were asked for can be looked at.
/// </summary>
public sealed class GivenReferences : IStoreReferences
{
    private readonly Lock _lock = new();
    private readonly List<string> _asked = [];

    /// <summary>Secrets: their keys.</summary>
    public Dictionary<string, Dictionary<string, string>> Secrets { get; } = [];

    /// <summary>Labels of Secrets.</summary>
    public Dictionary<string, Dictionary<string, string>> Labels { get; } = [];

    /// <summary>ConfigMaps: their keys.</summary>
    public Dictionary<string, Dictionary<string, string>> ConfigMaps { get; } = [];

    /// <summary>Service accounts: their annotations.</summary>
    public Dictionary<string, Dictionary<string, string>> Accounts { get; } = [];

    /// <summary>Service accounts: the Secrets that they list.</summary>
    public Dictionary<string, string[]> AccountSecrets { get; } = [];

    /// <summary>The token of every service account; empty if none is made.</summary>
    public string Token { get; set; } = "canary-account-token";

    /// <summary>Tokens that were asked for: <c>namespace/name audience,audience seconds</c>.</summary>
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

    /// <summary>A key of a Secret, by <c>namespace/name/key</c>.</summary>
    public string this[string path]
    {
        get => Secrets[Split(path).Secret][Split(path).Key];
        set
        {
            var (secret, key) = Split(path);
            Secrets.TryAdd(secret, []);
            Secrets[secret][key] = value;
        }
    }

    /// <summary>Adds a service account.</summary>
    public void AddAccount(string path, params (string Key, string Value)[] annotations) =>
        Accounts[path] = annotations.ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <inheritdoc/>
    public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        KeyAsync(Secrets, ns, name, key, ct);

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
        KeyAsync(ConfigMaps, ns, name, key, ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct) =>
        new(Find(Accounts, ns, name));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct)
    {
        Find(Accounts, ns, name);
        return new(AccountSecrets.GetValueOrDefault($"{ns}/{name}") ?? []);
    }

    /// <inheritdoc/>
    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct)
    {
        try
        {
            Find(Accounts, ns, name);
        }
        catch (ProviderException failure)
        {
            // As the real one: when it is awaited.
            return ValueTask.FromException<SecretValue>(failure);
        }

        lock (_lock)
        {
            _asked.Add($"{ns}/{name} {string.Join(',', audiences)} {lifetime.TotalSeconds}");
        }

        return Token.Length > 0 ? new(SecretValue.OfText(Token))
            : throw new ProviderException(new(ProviderFault.Denied, "Kubernetes", "token", $"{ns}/{name}"), $"no token is made");
    }

    private static ValueTask<SecretValue> KeyAsync(
        Dictionary<string, Dictionary<string, string>> all, string ns, string name, string key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(SecretValue.OfText(Find(all, ns, name).GetValueOrDefault(key) ?? throw Missing($"{ns}/{name}/{key}")));
    }

    private static Dictionary<string, string> Find(Dictionary<string, Dictionary<string, string>> all, string ns, string name) =>
        all.GetValueOrDefault($"{ns}/{name}") ?? throw Missing($"{ns}/{name}");

    private static (string Secret, string Key) Split(string path) => (path[..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..]);

    private static ProviderException Missing(string what) =>
        new(new(ProviderFault.NotFound, "Kubernetes", "get", what), $"it is not there");
}
