using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>What was tried with one master key: one attempt for each key service that serves its type, in order.</summary>
/// <param name="Key">The master key.</param>
/// <param name="Attempts">The attempts; empty when no service serves the type.</param>
public sealed record KeyAttempts(MasterKey Key, IReadOnlyList<KeyAttempt> Attempts);

/// <summary>What was tried with one key group.</summary>
/// <param name="Recovered">Whether the group's part was recovered.</param>
/// <param name="Keys">The keys tried, in order, up to the first that succeeded.</param>
public sealed record GroupAttempts(bool Recovered, IReadOnlyList<KeyAttempts> Keys);
