using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Providers.KeyServer;

/// <summary>Whether a client may use a key. Its texts come from the client: escape them where they are shown.</summary>
/// <param name="Key">The key.</param>
/// <param name="Operation">What for.</param>
public readonly record struct KeyUseQuestion(MasterKey Key, KeyOperation Operation);
