namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// What a key service may also be able to tell: whether it holds the private half of a master key. No passphrase is asked for.
/// </summary>
public interface IKeyPossession
{
    /// <summary>Whether a key at hand can unwrap this.</summary>
    /// <returns><see langword="null"/> if that is unknown without a passphrase or the like.</returns>
    ValueTask<bool?> HoldsAsync(WrappedKey wrapped, CancellationToken ct);
}
