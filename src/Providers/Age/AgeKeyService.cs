using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Age.Plugins;

namespace SecretsKit.Providers.Age;

/// <summary>
/// Wraps key parts for age recipients: each wrapped key is an armored age file for that one recipient (spec sops.md 7.3).
/// </summary>
/// <param name="identities">Where identities come from; stays the caller's to dispose.</param>
/// <param name="plugins">Start the plugins that recipients name; null where there are none: such recipients cannot wrap then.</param>
/// <param name="random">Draws file keys, ephemeral keys and nonces.</param>
public sealed class AgeKeyService(IAgeIdentities identities, AgePlugins? plugins, RandomFill random)
    : IKeyService, IMasterKeyResolver, IKeyPossession
{
    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.Age;

    /// <summary>Checks a recipient that a person has named, before anything is made with it.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: the text is no recipient.</exception>
    public ValueTask<MasterKey> ResolveAsync(MasterKey key, CancellationToken ct)
    {
        try
        {
            AgeRecipient.Parse(Recipient(key));
            return new(key);
        }
        catch (AgeException e)
        {
            throw new SecretsKitException(ErrorCode.General, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        var recipient = ParseRecipient(Recipient(key));
        var plaintext = GC.AllocateUninitializedArray<byte>(part.Length, pinned: true);
        try
        {
            part.Span.CopyTo(plaintext);
            return Encoding.ASCII.GetString(await AgeFile.EncryptAsync(plaintext, [recipient], AgeEncoding.Armor, random, ct));
        }
        catch (AgeException e)
        {
            throw new KeyServiceException(
                FaultOf(e.Failure), $"failed to create writer for encrypting sops data key with age: {e.Message}", e)
            {
                Hint = e.Hint,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        using var set = await identities.LoadAsync(Recipient(wrapped.Key), ct);
        if (set.Identities.Count == 0)
        {
            return set.Fail(wrapped.Key, UnwrapOutcome.NoMatch, "failed to load age identities");
        }

        try
        {
            using var payload = await AgeFile.OpenAsync(Encoding.UTF8.GetBytes(wrapped.Enc), set.Identities, AgeEncoding.Armor, ct);
            return Decrypt(wrapped.Key, payload);
        }
        catch (AgeException e)
        {
            return set.Fail(
                wrapped.Key, OutcomeOf(e.Failure), $"failed to create reader for decrypting sops data key with age: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool?> HoldsAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        using var set = await identities.LoadAsync(Recipient(wrapped.Key), ct);
        AgeIdentity[] silent = [.. set.Identities.Where(identity => identity is AgeStanzaIdentity)];
        try
        {
            // Opening the header tells; the part itself stays wrapped.
            using var payload = await AgeFile.OpenAsync(Encoding.UTF8.GetBytes(wrapped.Enc), silent, AgeEncoding.Armor, ct);
            return true;
        }
        catch (AgeException)
        {
            return silent.Length == set.Identities.Count ? false : null;
        }
    }

    private static UnwrapResult Decrypt(MasterKey key, AgePayload payload)
    {
        byte[]? part = null;
        try
        {
            part = payload.Decrypt();
            return UnwrapResult.Success(key, new KeyPart(part));
        }
        catch (AgeException e)
        {
            return UnwrapResult.Failure(key, UnwrapOutcome.Malformed, $"failed to copy age decrypted data into bytes.Buffer: {e.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }

    private static UnwrapOutcome OutcomeOf(AgeFailure failure) => failure switch
    {
        AgeFailure.NoMatch => UnwrapOutcome.NoMatch,
        AgeFailure.Passphrase => UnwrapOutcome.Denied,
        AgeFailure.Plugin or AgeFailure.Unavailable => UnwrapOutcome.Unavailable,
        _ => UnwrapOutcome.Malformed,
    };

    private static KeyWrapFault FaultOf(AgeFailure failure) => failure switch
    {
        AgeFailure.Recipient => KeyWrapFault.InvalidKey,
        AgeFailure.Plugin or AgeFailure.Unavailable => KeyWrapFault.Unavailable,
        _ => KeyWrapFault.Refused,
    };

    private AgeRecipient ParseRecipient(string text)
    {
        try
        {
            return AgeRecipient.Parse(text, plugins);
        }
        catch (AgeException e)
        {
            throw new KeyServiceException(FaultOf(e.Failure), e.Message, e) { Hint = e.Hint };
        }
    }

    private static string Recipient(MasterKey key) =>
        key is AgeMasterKey age ? age.Recipient : throw new ArgumentException("not an age key", nameof(key));
}
