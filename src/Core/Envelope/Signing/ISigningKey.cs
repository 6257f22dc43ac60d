using SecretsKit.Core.Ssh;

namespace SecretsKit.Core.Envelope.Signing;

/// <summary>
/// A key that signs: a private key that was read from a file, or one that an agent keeps. Safe for concurrent use. Dispose wipes it.
/// </summary>
public interface ISigningKey : IDisposable
{
    /// <summary>The public half.</summary>
    SshPublicKey PublicKey { get; }

    /// <summary>Signs a message.</summary>
    /// <param name="message">The message itself, not a hash of it.</param>
    /// <param name="ct">Cancels waiting for an agent.</param>
    /// <returns>The signature as <see cref="SshPublicKey.Verify"/> takes it, by the algorithm of the public key.</returns>
    /// <exception cref="Errors.SecretsKitException">The key cannot be used.</exception>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken ct);
}
