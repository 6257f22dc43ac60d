using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;

namespace SecretsKit.Sync.Generators;

/// <summary>What a generator made at a server, so that it can be revoked (spec external-secrets.md 4.6).</summary>
/// <param name="generator">What revokes it.</param>
/// <param name="resource">The generator as it was, as an object of its namespace.</param>
/// <param name="state">Names what was made; nothing in it is secret.</param>
internal sealed class GeneratedState(IRevocableGenerator generator, MapValue resource, MapValue state)
{
    /// <summary>The generator as it was, as an object of its namespace.</summary>
    public MapValue Resource { get; } = resource;

    /// <summary>Names what was made; nothing in it is secret.</summary>
    public MapValue State { get; } = state;

    /// <summary>Which row of the manifest it is for: its place among those of <c>dataFrom</c>.</summary>
    public string Row { get; init; } = "0";

    /// <summary>Revokes it.</summary>
    /// <exception cref="ProviderException">The server failed.</exception>
    public ValueTask RevokeAsync(CancellationToken ct) => generator.RevokeAsync(State, ct);

    /// <summary>The same for a row.</summary>
    public GeneratedState For(int row) => new(generator, Resource, State)
    {
        Row = row.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
