using SecretsKit.Providers;

namespace SecretsKit.Cli.Publishing;

/// <summary>What destinations touch of a run.</summary>
/// <param name="Providers">The surroundings of providers, made on first use.</param>
/// <param name="Warn">Gets what is odd and no failure.</param>
internal sealed record PublishSurroundings(Func<ProviderHost> Providers, Action<string> Warn);
