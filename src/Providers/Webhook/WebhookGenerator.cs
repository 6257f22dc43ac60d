using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Webhook;

/// <summary>The members of what any server answers, as a generator (spec external-secrets.md 4.5).</summary>
internal sealed class WebhookGenerator(MapValue spec, StoreContext context) : ISecretGenerator
{
    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "Webhook", "webhookSpec", static (spec, context) => new WebhookGenerator(spec, context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        await using var server = new WebhookStore(spec, context, "spec");
        return await server.GetMapAsync(new(""), ct) ?? throw new ProviderException(
            new(ProviderFault.NotFound, "webhook generator", "generate", context.Name), $"the server has nothing there: status 404");
    }
}
