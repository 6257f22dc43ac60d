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
    /// <summary>
    /// Tries every group, in each group one key after the other until one succeeds. A remote key that does not answer is not waited for
    /// alone (<see cref="KeyServiceChain"/>).
    /// </summary>
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
        using var run = new KeyGroupRun(services, order);
        await run.RunAsync(metadata.KeyGroups, ct);
        var isSplit = metadata.KeyGroups.Count > 1;
        if (isSplit ? run.Parts.Count < metadata.ShamirThreshold : run.Parts.Count != 1)
        {
            throw new DataKeyUnrecoverableException(metadata.ShamirThreshold, run.Groups);
        }

        return isSplit ? Combine(run.Parts) : ToDataKey(run.Parts[0].Span);
    }

    private static DataKey Combine(IReadOnlyList<KeyPart> parts)
    {
        var shares = parts.Select(CopyOf).ToList();
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
}
