using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>Makes patches of RFC 7396, which replace lists as a whole: for kinds that Kubernetes itself does not know.</summary>
public static class JsonMergePatch
{
    /// <summary>What makes one object of another.</summary>
    /// <returns>Empty if they are equal.</returns>
    public static MapValue TwoWay(MapValue from, MapValue to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var patch = new MapValue();
        foreach (var (key, wanted) in to.Entries)
        {
            if (!from.TryGet(key, out var present))
            {
                patch.Set(key, wanted);
            }
            else if (present.AsMap is { } inner && wanted.AsMap is { } other)
            {
                if (TwoWay(inner, other) is { Count: > 0 } part)
                {
                    patch.Set(key, Value.Of(part));
                }
            }
            else if (!TreeEquality.AreEqual(present, wanted))
            {
                patch.Set(key, wanted);
            }
        }

        foreach (var (key, _) in from.Entries)
        {
            if (!to.Contains(key))
            {
                patch.Set(key, Value.Nil);
            }
        }

        return patch;
    }

    /// <summary>
    /// What brings an object to what a new manifest says: additions and changes against the object, deletions against the old manifest, so
    /// that fields of others stay.
    /// </summary>
    /// <param name="original">The old manifest.</param>
    /// <param name="modified">The new manifest.</param>
    /// <param name="current">The object as it is.</param>
    public static MapValue ThreeWay(MapValue original, MapValue modified, MapValue current) =>
        Union(Nulls(TwoWay(original, modified)), WithoutNulls(TwoWay(current, modified)));

    private static MapValue Nulls(MapValue patch)
    {
        var kept = new MapValue();
        foreach (var (key, value) in patch.Entries)
        {
            if (value.IsNil)
            {
                kept.Set(key, value);
            }
            else if (value.AsMap is { } inner && Nulls(inner) is { Count: > 0 } part)
            {
                kept.Set(key, Value.Of(part));
            }
        }

        return kept;
    }

    private static MapValue WithoutNulls(MapValue patch)
    {
        var kept = new MapValue();
        foreach (var (key, value) in patch.Entries)
        {
            if (value.AsMap is { Count: > 0 } inner)
            {
                if (WithoutNulls(inner) is { Count: > 0 } part)
                {
                    kept.Set(key, Value.Of(part));
                }
            }
            else if (!value.IsNil)
            {
                kept.Set(key, value);
            }
        }

        return kept;
    }

    private static MapValue Union(MapValue deletions, MapValue changes)
    {
        foreach (var (key, value) in changes.Entries)
        {
            deletions.Set(key, value.AsMap is { } change && deletions[key].AsMap is { } deletion
                ? Value.Of(Union(deletion, change))
                : value);
        }

        return deletions;
    }
}
