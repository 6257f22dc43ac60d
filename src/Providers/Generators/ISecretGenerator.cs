using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Generators;

/// <summary>
/// Makes values instead of reading them (spec external-secrets.md 4.4, 4.5). It makes new ones each time. Safe for concurrent use.
/// </summary>
public interface ISecretGenerator
{
    /// <summary>Makes values.</summary>
    /// <exception cref="ProviderException">The settings cannot be met, or a server that makes the values failed.</exception>
    ValueTask<SecretMap> GenerateAsync(CancellationToken ct);
}

/// <summary>A kind of generator: one line in <c>Registration/SecretGenerators.cs</c>.</summary>
/// <param name="Kind">The kind of its manifests, such as <c>Password</c>.</param>
/// <param name="SpecField">The field of its settings in a ClusterGenerator, such as <c>passwordSpec</c>.</param>
/// <param name="Create">
/// Makes a generator of a <c>spec</c>, with the namespace of the mapping. Asks no server. Throws a <see cref="ProviderException"/> with
/// <see cref="ProviderFault.InvalidSettings"/> where the settings are wrong.
/// </param>
public sealed record SecretGeneratorKind(string Kind, string SpecField, Func<MapValue, StoreContext, ISecretGenerator> Create);
