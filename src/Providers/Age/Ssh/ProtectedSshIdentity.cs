using SecretsKit.Core.Crypto;
using SecretsKit.Core.Display;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>
/// An SSH key behind a passphrase, which is asked for when a stanza names the key, and at most once, whether the answer was right or not.
/// </summary>
/// <param name="text">The file, which is no secret without its passphrase.</param>
/// <param name="key">The public half.</param>
/// <param name="location">What the question and messages call the file.</param>
/// <param name="prompt">Asks.</param>
/// <param name="random">Blinds operations with RSA keys.</param>
internal sealed class ProtectedSshIdentity(
    byte[] text, AgeSshKey key, string location, IPassphrasePrompt prompt, RandomFill random) : AgeIdentity
{
    private readonly SemaphoreSlim _gate = new(1);
    private AgeIdentity? _identity;
    private AgeException? _failure;

    internal override IdentityRank Rank => IdentityRank.Foreign;

    internal override async ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct)
    {
        if (!stanzas.Any(stanza => stanza.Type == key.Key.Type && stanza.Arguments is [var tag, ..] && tag == key.Tag))
        {
            return null;
        }

        await _gate.WaitAsync(ct);
        try
        {
            _identity ??= _failure is { } failure ? throw new AgeException(failure.Failure, failure.Message) : await UnlockAsync(ct);
        }
        catch (AgeException e)
        {
            _failure = e;
            throw;
        }
        finally
        {
            _gate.Release();
        }

        return await _identity.UnwrapAsync(stanzas, ct);
    }

    private protected override void Dispose(bool disposing)
    {
        _identity?.Dispose();
        _gate.Dispose();
    }

    private async ValueTask<AgeIdentity> UnlockAsync(CancellationToken ct)
    {
        using var passphrase = await prompt.AskAsync(DisplayText.Message($"Enter passphrase for {location}: "), ct)
            ?? throw new AgeException(AgeFailure.Passphrase, $"could not read passphrase for {location}: {AgeException.NoTerminal}");
        try
        {
            return SshPrivateKeys.Unlock(text, passphrase, random, ct)
                ?? throw new AgeException(AgeFailure.Passphrase, $"failed to decrypt SSH key file {location}: incorrect passphrase");
        }
        catch (AgeException e) when (e.Failure == AgeFailure.Identity)
        {
            // A key that cannot be read says nothing about the others.
            throw new AgeException(AgeFailure.Unavailable, $"failed to decrypt SSH key file {location}: {e.Message}") { Hint = e.Hint };
        }
    }
}
