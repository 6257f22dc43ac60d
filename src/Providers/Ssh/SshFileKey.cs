using System.Diagnostics;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Providers.Ssh;

/// <summary>A signing key that was read from a file.</summary>
/// <param name="key">Given away.</param>
/// <param name="random">Blinds operations with RSA keys.</param>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class SshFileKey(SshPrivateKey key, RandomFill random) : ISigningKey
{
    /// <inheritdoc/>
    public SshPublicKey PublicKey => key.PublicKey;

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken ct) => new(
        key.Rsa is { } rsa ? RsaSignature.Sign(rsa, message.Span, random) : Ed25519Signature.Sign(key.Seed!.Span, message.Span));

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>A fixed text; never the key.</summary>
    public override string ToString() => "SshFileKey(***)";
}
