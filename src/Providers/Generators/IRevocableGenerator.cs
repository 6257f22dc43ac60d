using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Generators;

/// <summary>
/// Makes values that live at a server until they are revoked: each is kept track of by a state (spec external-secrets.md 4.6).
/// </summary>
public interface IRevocableGenerator : ISecretGenerator
{
    /// <summary>Makes values, and says what is needed to revoke them.</summary>
    /// <exception cref="ProviderException">The settings cannot be met, or the server that makes the values failed.</exception>
    ValueTask<RevocableValues> GenerateRevocableAsync(CancellationToken ct);

    /// <summary>Revokes values. Those that are gone already are no failure.</summary>
    /// <param name="state">What <see cref="GenerateRevocableAsync"/> gave with them. Lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">The state is none of this kind, or the server failed.</exception>
    ValueTask RevokeAsync(MapValue state, CancellationToken ct);
}

/// <summary>Values and what revokes them. Not a record: it holds secrets.</summary>
/// <param name="data">The values.</param>
/// <param name="state">Names what was made at the server; nothing in it is secret.</param>
public sealed class RevocableValues(SecretMap data, MapValue state)
{
    /// <summary>The values.</summary>
    public SecretMap Data { get; } = data;

    /// <summary>Names what was made at the server; nothing in it is secret.</summary>
    public MapValue State { get; } = state;

    /// <summary>The number of values, never one of them.</summary>
    public override string ToString() => $"RevocableValues({Data.Count})";
}
