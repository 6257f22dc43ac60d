using System.Security.Cryptography;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Plugins;

namespace SecretsKit.Providers.Age;

/// <summary>
/// An identity file behind a passphrase. The passphrase is asked for when a file is to be opened and at most once, whether it was right
/// or not: a document with five recipients must not ask five times.
/// </summary>
internal sealed class ProtectedIdentityFile(
    byte[] contents, AgeEncoding encoding, string location, IdentityPassphrase passphrase, AgePlugins plugins) : AgeIdentity
{
    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<AgeIdentity>? _identities;
    private AgeException? _failure;

    internal override IdentityRank Rank => IdentityRank.Foreign;

    internal override async ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct)
    {
        foreach (var identity in await UnlockAsync(ct))
        {
            if (await identity.UnwrapAsync(stanzas, ct) is { } fileKey)
            {
                return fileKey;
            }
        }

        return null;
    }

    private protected override void Dispose(bool disposing)
    {
        foreach (var identity in _identities ?? [])
        {
            identity.Dispose();
        }

        _gate.Dispose();
    }

    private async ValueTask<IReadOnlyList<AgeIdentity>> UnlockAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_failure is { } failure)
            {
                throw new AgeException(failure.Failure, failure.Message);
            }

            return _identities ??= await DecryptAsync(ct);
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
    }

    private async ValueTask<IReadOnlyList<AgeIdentity>> DecryptAsync(CancellationToken ct)
    {
        byte[]? text = null;
        try
        {
            using var identity = new PromptedIdentity(location, contents, passphrase);
            text = await AgeFile.DecryptAsync(contents, [identity], encoding, ct);
            return AgeIdentityFile.Parse(text, plugins);
        }
        catch (AgeException e) when (e.Failure == AgeFailure.NoMatch)
        {
            await passphrase.RejectAsync(contents, ct);
            throw new AgeException(AgeFailure.Passphrase, "incorrect passphrase");
        }
        catch (AgeException e) when (text is null)
        {
            throw new AgeException(e.Failure, $"failed to decrypt identity file: {e.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Asks only once the header shows that a passphrase is what it takes.</summary>
    private sealed class PromptedIdentity(string location, byte[] contents, IdentityPassphrase passphrase) : AgeIdentity
    {
        internal override async ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct)
        {
            if (stanzas is not [{ Type: ScryptRecipient.Type }])
            {
                throw new AgeException(AgeFailure.Header, "not encrypted with a passphrase");
            }

            using var identity = new ScryptIdentity(await passphrase.AskAsync(location, contents, ct));
            return await identity.UnwrapAsync(stanzas, ct);
        }

        private protected override void Dispose(bool disposing)
        {
            // The passphrase lives no longer than its use.
        }
    }
}
