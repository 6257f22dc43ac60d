namespace SecretsKit.Core.Envelope.Keys;

/// <summary>What can wrap and unwrap for one or more kinds of master key. Implementations are safe for concurrent use.</summary>
public interface IKeyService
{
    /// <summary>
    /// Whether its work is done by another machine, so that calls mostly wait. Such calls overlap, up to
    /// <see cref="KeyWrapRun.MaxRemoteCalls"/> at once, so the service must never ask a person anything. Calls to other services come one
    /// after the other, in the order of the keys.
    /// </summary>
    bool IsRemote { get; }

    /// <summary>Whether keys of this type are this service's business.</summary>
    bool Serves(KeyType type);

    /// <summary>Encrypts a data key, or a Shamir share of 33 bytes, with a master key.</summary>
    /// <returns>The text for the metadata field <c>enc</c>.</returns>
    /// <exception cref="KeyServiceException">The key cannot wrap; the message is safe to print.</exception>
    ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct);

    /// <summary>Decrypts a wrapped key.</summary>
    /// <returns>"Not my key" is a result, not an exception: the group goes on to its next key.</returns>
    ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct);
}
