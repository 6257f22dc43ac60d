namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// What a key service may also be able to do: check a key that a person has named, or complete it. age checks its recipients so; Azure
/// asks for the version of a key that was named without one. Keys that come from a file are not resolved.
/// </summary>
public interface IMasterKeyResolver
{
    /// <summary>The same key, or a complete one.</summary>
    /// <exception cref="Errors.SecretsKitException">The key is not well formed, or what is missing cannot be found out.</exception>
    ValueTask<MasterKey> ResolveAsync(MasterKey key, CancellationToken ct);
}
