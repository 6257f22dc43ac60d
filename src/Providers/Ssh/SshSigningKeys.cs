using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Ssh.Agent;

namespace SecretsKit.Providers.Ssh;

/// <summary>
/// Opens signing keys: a private key file, whose passphrase the terminal is asked for unless the
/// agent has the key, or a public key file whose private half the agent at <c>SSH_AUTH_SOCK</c> keeps.
/// </summary>
public sealed class SshSigningKeys(HostEnvironment environment, IPassphrasePrompt prompt, RandomFill random)
{
    private const int MaxKeyFileBytes = 64 * 1024;
    private const string AgentVariable = "SSH_AUTH_SOCK";

    /// <summary>Opens a key.</summary>
    /// <param name="path">The file with the private or the public key; a leading <c>~/</c> is the home folder.</param>
    /// <param name="ct">Takes questions away.</param>
    /// <returns>The key, given away.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.SigningFailed"/>: it cannot be had. The message says why, and never holds a key.
    /// </exception>
    public async ValueTask<ISigningKey> OpenAsync(string path, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = Read(path);
        try
        {
            return text.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0
                ? await OpenPrivateAsync(path, text, ct)
                : await OpenPublicAsync(path, text, ct);
        }
        catch (SshFormatException failure)
        {
            var problem = failure.UnsupportedType is null ? failure.Message : "keys of this type are not supported";
            throw new SecretsKitException(ErrorCode.SigningFailed, $"the signing key {path} cannot be used: {problem}", failure)
            {
                Hint = failure.Hint ?? "name a file with an Ed25519 or RSA key as ssh-keygen writes it",
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private byte[] Read(string path)
    {
        var home = path.StartsWith("~/", StringComparison.Ordinal) ? environment.HomeDirectory : null;
        try
        {
            return SecretFile.Read(environment.ResolvePath(home is null ? path : Path.Combine(home, path[2..])), MaxKeyFileBytes)
                ?? throw new SecretsKitException(ErrorCode.SigningFailed, $"the signing key {path} is longer than {MaxKeyFileBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SecretsKitException(ErrorCode.SigningFailed, $"the signing key cannot be read: {SecretFile.Explain(path, e)}", e);
        }
    }

    private async ValueTask<ISigningKey> OpenPrivateAsync(string path, byte[] text, CancellationToken ct)
    {
        var file = SshKeyFile.Read(text);
        if (file.Key is { } key)
        {
            return new SshFileKey(key, random);
        }

        if (file.PublicKey is { } half && await TryAgentAsync(half, ct) is { } kept)
        {
            return kept;
        }

        using var passphrase = await prompt.AskAsync($"Enter passphrase for {path}: ", ct)
            ?? throw new SecretsKitException(
                ErrorCode.SigningFailed, $"the signing key {path} is behind a passphrase, and there is no terminal to ask for it on")
            {
                Hint = $"'ssh-add {path}' gives it to the ssh-agent",
            };
        return SshKeyFile.Unlock(text, passphrase, ct) is { } opened
            ? new SshFileKey(opened, random)
            : throw new SecretsKitException(ErrorCode.SigningFailed, $"the passphrase for the signing key {path} is wrong");
    }

    private async ValueTask<ISigningKey> OpenPublicAsync(string path, byte[] text, CancellationToken ct)
    {
        var key = SshPublicKey.ParseLine(Encoding.UTF8.GetString(text).Trim());
        return await TryAgentAsync(key, ct) ?? throw new SecretsKitException(
            ErrorCode.SigningFailed, $"the signing key {path} is a public key ({key.Fingerprint}), and no ssh-agent has its private half")
        {
            Hint = $"'ssh-add' gives the private key to the agent that {AgentVariable} names; or name the file with the private key",
        };
    }

    private async ValueTask<ISigningKey?> TryAgentAsync(SshPublicKey key, CancellationToken ct)
    {
        if (environment.Variable(AgentVariable) is not { Length: > 0 } socket)
        {
            return null;
        }

        var path = environment.ResolvePath(socket);
        using var agent = await SshAgent.TryConnectAsync(path, ct);
        return agent is not null && await agent.HasAsync(key, ct) ? new SshAgentKey(key, path) : null;
    }
}
