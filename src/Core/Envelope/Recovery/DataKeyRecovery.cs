using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>Recovers a file's data key from the master keys at hand (spec sops.md 7.1).</summary>
/// <param name="services">What can unwrap.</param>
/// <param name="order">Which key types are tried first.</param>
public sealed class DataKeyRecovery(KeyServiceChain services, DecryptionOrder order)
{
    /// <summary>Tries every group, in each group one key after the other until one succeeds.</summary>
    /// <returns>The data key, which the caller owns.</returns>
    /// <exception cref="DataKeyUnrecoverableException">Too few groups could be opened.</exception>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.KeyUnrecoverable"/>: the shares do not belong together;
    /// <see cref="ErrorCode.DecryptFailed"/>: what was recovered has not the length of a data key.
    /// </exception>
    public async ValueTask<DataKey> RecoverAsync(DocumentMetadata metadata, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        try
        {
            return await RecoverOnceAsync(metadata, ct);
        }
        catch (DataKeyUnrecoverableException)
        {
            foreach (var variant in OldContexts.Variants(metadata))
            {
                try
                {
                    return await RecoverOnceAsync(variant, ct);
                }
                catch (DataKeyUnrecoverableException)
                {
                    // The next one; the failure with the context as it is written is the one to report.
                    continue;
                }
            }

            throw;
        }
    }

    private async ValueTask<DataKey> RecoverOnceAsync(DocumentMetadata metadata, CancellationToken ct)
    {
        var parts = new List<KeyPart>();
        try
        {
            var groups = new List<GroupAttempts>(metadata.KeyGroups.Count);
            foreach (var group in metadata.KeyGroups)
            {
                var (attempts, part) = await OpenAsync(group, ct);
                groups.Add(attempts);
                if (part is not null)
                {
                    parts.Add(part);
                }
            }

            var isSplit = metadata.KeyGroups.Count > 1;
            if (isSplit ? parts.Count < metadata.ShamirThreshold : parts.Count != 1)
            {
                throw new DataKeyUnrecoverableException(metadata.ShamirThreshold, groups);
            }

            return isSplit ? Combine(parts) : ToDataKey(parts[0].Span);
        }
        finally
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }
    }

    private static DataKey Combine(List<KeyPart> parts)
    {
        var shares = parts.ConvertAll(CopyOf);
        byte[]? secret = null;
        try
        {
            secret = Shamir.Combine(shares.ConvertAll(share => new ReadOnlyMemory<byte>(share)));
            return ToDataKey(secret);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.KeyUnrecoverable)
        {
            throw new SecretsKitException(
                ErrorCode.KeyUnrecoverable, $"could not get data key from shamir parts: {failure.Message}", failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            shares.ForEach(share => CryptographicOperations.ZeroMemory(share));
        }
    }

    private static byte[] CopyOf(KeyPart part)
    {
        var copy = GC.AllocateUninitializedArray<byte>(part.Length, pinned: true);
        part.Span.CopyTo(copy);
        return copy;
    }

    private static DataKey ToDataKey(ReadOnlySpan<byte> part) => part.Length == DataKey.Size ? new(part)
        : throw new SecretsKitException(
            ErrorCode.DecryptFailed, $"Error walking tree: Could not decrypt value: crypto/aes: invalid key size {part.Length}")
        {
            Problem = DisplayText.Message($"the data key in the sops part of the file has {part.Length} bytes instead of {DataKey.Size}"),
        };

    private async ValueTask<(GroupAttempts Attempts, KeyPart? Part)> OpenAsync(WrappedKeyGroup group, CancellationToken ct)
    {
        var tried = new List<KeyAttempts>();
        foreach (var wrapped in order.Sort(group.Keys))
        {
            var (attempts, part) = await services.UnwrapAsync(wrapped, ct);
            tried.Add(attempts);
            if (part is not null)
            {
                return (new(true, tried), part);
            }
        }

        return (new(false, tried), null);
    }
}
