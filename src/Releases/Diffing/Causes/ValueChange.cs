using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>A value that templates see otherwise than at the last revision. It may be secret, so the text shows its path alone.</summary>
/// <param name="Path">Its keys.</param>
/// <param name="Old">What it was; null where there was none.</param>
/// <param name="Now">What it is; null where there is none.</param>
internal sealed record ValueChange(IReadOnlyList<ByteString> Path, Value? Old, Value? Now)
{
    /// <summary>The keys as people write them: <c>image.tag</c>.</summary>
    public string Name => string.Join('.', Path.Select(key => key.RevealText()));

    /// <summary>The values that differ between two sets: scalars and lists, which count as a whole.</summary>
    public static IReadOnlyList<ValueChange> Between(MapValue old, MapValue now)
    {
        var changes = new List<ValueChange>();
        Compare(Value.Of(old), Value.Of(now), [], changes);
        return changes;
    }

    /// <summary>The values with this one as it was.</summary>
    /// <param name="values">Those of the user; changed.</param>
    public void UndoIn(MapValue values)
    {
        foreach (var key in Path.SkipLast(1))
        {
            if (values[key].AsMap is not { } inner)
            {
                inner = new();
                values.Set(key, Value.Of(inner));
            }

            values = inner;
        }

        // Null takes a default away, too.
        values.Set(Path[^1], Old ?? Value.Nil);
    }

    /// <summary>What a set of values has there; null for nothing.</summary>
    public Value? In(MapValue? values)
    {
        var value = values is null ? Value.Nil : Value.Of(values);
        foreach (var key in Path)
        {
            if (value.AsMap is not { } map || !map.TryGet(key, out value))
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The path.</summary>
    public override string ToString() => Name;

    private static void Compare(Value? old, Value? now, IReadOnlyList<ByteString> path, List<ValueChange> changes)
    {
        var (before, after) = (old?.AsMap, now?.AsMap);
        if ((before is null && after is null) || path.Count > 0 && (before ?? after)!.Count == 0)
        {
            if (path.Count > 0 && !AreEqual(old, now))
            {
                changes.Add(new(path, old, now));
            }

            return;
        }

        // A table that is none on the other side: its values come and go one by one.
        before ??= new();
        after ??= new();
        foreach (var key in before.SortedKeys.ToArray().Union(after.SortedKeys.ToArray()))
        {
            Compare(
                before.TryGet(key, out var one) ? one : null, after.TryGet(key, out var other) ? other : null, [.. path, key], changes);
        }
    }

    private static bool AreEqual(Value? one, Value? other) => one is { } first && other is { } second
        ? FieldComparison.AreEqual(first, second)
        : one is null && other is null;
}
