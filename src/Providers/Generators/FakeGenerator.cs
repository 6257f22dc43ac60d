using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Generators;

/// <summary>Values that the manifest itself holds, for tests.</summary>
internal sealed class FakeGenerator : ISecretGenerator
{
    private readonly IReadOnlyDictionary<string, string> _data;

    private FakeGenerator(StoreFields fields) => _data = fields.TextMap("data");

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "Fake", "fakeSpec", static (spec, _) => new FakeGenerator(new StoreFields(spec, "spec", "fake generator")));

    /// <inheritdoc/>
    public ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var map = new SecretMap();
        foreach (var (key, value) in _data)
        {
            map[key] = SecretValue.OfText(value);
        }

        return ValueTask.FromResult(map);
    }
}
