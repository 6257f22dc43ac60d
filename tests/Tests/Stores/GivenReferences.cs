using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Tests.Stores;

/// <summary>What manifests of stores refer to, given by a test: values by namespace, name and key.</summary>
internal sealed class GivenReferences : Dictionary<string, string>, IStoreReferences
{
    private int _reads;

    /// <summary>How often anything was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The tokens of service accounts that were made: namespace, name and audiences.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Tokens { get; } = new();

    /// <summary>Annotations of service accounts, by namespace and name.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Annotations { get; } = [];

    public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        Read($"{ns}/{name}/{key}", ct);

    public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        Read($"{ns}/configmap:{name}/{key}", ct);

    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct) =>
        new(Annotations[$"{ns}/{name}"]);

    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct)
    {
        Tokens.Enqueue($"{ns}/{name} {string.Join(',', audiences)} {lifetime.TotalSeconds}");
        return Read($"{ns}/account:{name}", ct);
    }

    private ValueTask<SecretValue> Read(string place, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _reads);
        return TryGetValue(place, out var value) ? new(SecretValue.OfText(value))
            : throw new ProviderException(new(ProviderFault.NotFound, "Kubernetes", "read", place), $"there is no such key");
    }
}
