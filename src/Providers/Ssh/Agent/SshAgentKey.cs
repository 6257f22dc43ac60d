using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Providers.Ssh.Agent;

/// <summary>A signing key that an SSH agent keeps. Each signature is a connection of its own.</summary>
/// <param name="key">The public half.</param>
/// <param name="socket">The path of the agent's socket.</param>
internal sealed class SshAgentKey(SshPublicKey key, string socket) : ISigningKey
{
    /// <inheritdoc/>
    public SshPublicKey PublicKey => key;

    /// <inheritdoc/>
    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        using var agent = await SshAgent.TryConnectAsync(socket, ct)
            ?? throw new SecretsKitException(ErrorCode.SigningFailed, "the ssh-agent is not there any more");
        return await agent.SignAsync(key, message, ct)
            ?? throw new SecretsKitException(ErrorCode.SigningFailed, $"the ssh-agent refuses to sign with the key {key.Fingerprint}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing secret is held here.
    }
}
