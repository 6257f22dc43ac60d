using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>Wraps a data key for key groups: whole for one group, split into shares for more (spec sops.md 7.1, 7.2).</summary>
/// <param name="services">What can wrap.</param>
/// <param name="random">Source of the shares' coefficients.</param>
public sealed class DataKeyWrapping(KeyServiceChain services, RandomFill random)
{
    /// <summary>Wraps for keys that are attached to the file now.</summary>
    /// <param name="key">The data key; lent.</param>
    /// <param name="groups">The master keys.</param>
    /// <param name="threshold">Groups needed to rebuild the key; 0 means all of them.</param>
    /// <param name="now">When the keys are attached, in UTC.</param>
    /// <param name="ct">Cancels the calls to key services.</param>
    /// <exception cref="DataKeyWrapException">
    /// At least one key could not wrap, a group is empty, or the threshold cannot be kept.
    /// </exception>
    public ValueTask<WrappedDataKey> WrapAsync(
        DataKey key, IReadOnlyList<KeyGroup> groups, int threshold, Timestamp now, CancellationToken ct) =>
        RewrapAsync(key, [.. groups.Select(group => Attach(group, now))], threshold, ct);

    /// <summary>Wraps for keys that know when they were attached; the parts that they wrapped before are replaced.</summary>
    /// <inheritdoc cref="WrapAsync"/>
    public async ValueTask<WrappedDataKey> RewrapAsync(
        DataKey key, IReadOnlyList<WrappedKeyGroup> groups, int threshold, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(groups);
        if (services.Services.Count == 0)
        {
            throw Impossible(KeyWrapFault.NoService, "no key services provided, cannot update master keys");
        }

        if (groups.Count > 1 && threshold == 0)
        {
            threshold = groups.Count;
        }

        var parts = Split(key, groups.Count, threshold);
        try
        {
            var attempts = await services.WrapAsync(
                groups.SelectMany((group, index) => group.Keys.Select(wrapped => (wrapped.Key, parts[index]))), ct);
            return new(Collect(groups, attempts), threshold);
        }
        finally
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }
    }

    /// <summary>A group whose keys are attached at a moment and have wrapped nothing yet.</summary>
    public static WrappedKeyGroup Attach(KeyGroup group, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new([.. group.Keys.Select(key => new WrappedKey(key, "", key is AgeMasterKey ? null : now))]);
    }

    private KeyPart[] Split(DataKey key, int groups, int threshold)
    {
        if (groups == 0)
        {
            throw Impossible(KeyWrapFault.EmptyGroup, "no key groups provided");
        }

        if (groups == 1)
        {
            return [new KeyPart(key.Span)];
        }

        byte[][] shares;
        try
        {
            shares = Shamir.Split(key.Span, groups, threshold, random);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.KeyWrapFailed)
        {
            throw Impossible(KeyWrapFault.Threshold, $"could not split data key into parts for Shamir: {failure.Message}");
        }

        var parts = Array.ConvertAll(shares, share => new KeyPart(share));
        foreach (var share in shares)
        {
            CryptographicOperations.ZeroMemory(share);
        }

        return parts;
    }

    private static List<WrappedKeyGroup> Collect(IReadOnlyList<WrappedKeyGroup> groups, IReadOnlyList<KeyWrapAttempt> attempts)
    {
        var (failures, wrapped, next) = (new List<KeyWrapFailure>(), new List<WrappedKeyGroup>(groups.Count), 0);
        foreach (var group in groups)
        {
            if (group.Keys.Count == 0)
            {
                failures.Add(new(new(KeyWrapFault.EmptyGroup), "empty key group provided"));
            }

            var keys = new List<WrappedKey>(group.Keys.Count);
            foreach (var key in group.Keys)
            {
                var attempt = attempts[next++];
                failures.AddRange(attempt.Failures);
                keys.Add(key with { Enc = attempt.Wrapped ?? "" });
            }

            wrapped.Add(new(keys));
        }

        return failures.Count == 0 ? wrapped : throw new DataKeyWrapException(failures);
    }

    private static DataKeyWrapException Impossible(KeyWrapFault fault, string message) => new([new(new(fault), message)]);
}
