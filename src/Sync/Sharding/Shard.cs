using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Hashing;

namespace SecretsKit.Sync.Sharding;

/// <summary>
/// Which objects of a cluster an agent serves, if several share them: those whose namespace and name hash to its number. All agents have to
/// be given the same count. A key that mappings of several shards use is read once by each.
/// </summary>
public sealed record Shard
{
    /// <param name="index">The number of this agent, from 0.</param>
    /// <param name="count">How many agents share the objects, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the count, or one is negative.</exception>
    public Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        (Index, Count) = (index, count);
    }

    /// <summary>All objects.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>The number of this agent, from 0.</summary>
    public int Index { get; }

    /// <summary>How many agents share the objects.</summary>
    public int Count { get; }

    /// <summary>Reads <c>INDEX/COUNT</c>; empty text is the whole.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is none.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return Whole;
        }

        return text.Split('/') is [var index, var count]
            && int.TryParse(index, CultureInfo.InvariantCulture, out var at)
            && int.TryParse(count, CultureInfo.InvariantCulture, out var all) && at >= 0 && at < all
            ? new(at, all)
            : throw new SecretsKitException(
                ErrorCode.Usage, $"the shard {text} is not INDEX/COUNT with an index from 0 and below the count");
    }

    /// <summary>Whether an object belongs to it.</summary>
    internal bool Has(ObjectKey key) => Count == 1 || Fnv1a.Of(key.ToString()) % (uint)Count == (uint)Index;
}
