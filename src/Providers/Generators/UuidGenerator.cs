using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Generators;

/// <summary>A random UUID (version 4), in <c>uuid</c>.</summary>
internal sealed class UuidGenerator(RandomFill random) : ISecretGenerator
{
    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "UUID", "uuidSpec", static (_, context) => new UuidGenerator(context.Host.Random));

    /// <inheritdoc/>
    public ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new SecretMap { ["uuid"] = SecretValue.OfText(RandomUuid.Create(random).ToString()) });
    }
}
