namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>Which fields of which objects differ between two renderings.</summary>
internal sealed class FieldEffects
{
    // For an object that only one of both has.
    private const string Whole = "";

    private readonly Dictionary<string, HashSet<string>> _fields = new(StringComparer.Ordinal);

    /// <summary>No differences.</summary>
    public static FieldEffects None { get; } = new();

    /// <summary>Compares two renderings.</summary>
    public static FieldEffects Of(IReadOnlyDictionary<string, DiffObject> one, IReadOnlyDictionary<string, DiffObject> other)
    {
        var effects = new FieldEffects();
        foreach (var key in one.Keys.Union(other.Keys))
        {
            if (Fields(one.GetValueOrDefault(key), other.GetValueOrDefault(key)) is { Count: > 0 } fields)
            {
                effects._fields[key] = [.. fields];
            }
        }

        return effects;
    }

    /// <summary>The paths of the fields that differ between two states of an object; an empty one if there is only one state.</summary>
    public static IReadOnlyList<string> Fields(DiffObject? one, DiffObject? other) => (one, other) switch
    {
        ({ } old, { } now) => old.Content == now.Content ? [] : [.. FieldComparison.Of(old.Tree, now.Tree).Select(change => change.Place)],
        (null, null) => [],
        _ => [Whole],
    };

    /// <summary>Whether a field of an object, one inside it or one around it is among the differences.</summary>
    /// <param name="key">The object.</param>
    /// <param name="field">The path of the field; empty for the object as a whole, which no difference inside it reaches.</param>
    public bool Reach(string key, string field) => _fields.TryGetValue(key, out var fields)
        && (fields.Contains(field) || (field != Whole && fields.Any(other => Holds(other, field) || Holds(field, other))));

    /// <summary>Whether one of these fields is reached.</summary>
    public bool ReachAny(IReadOnlyDictionary<string, IReadOnlyList<string>> changes) =>
        changes.Any(change => change.Value.Any(field => Reach(change.Key, field)));

    private static bool Holds(string outer, string inner) =>
        outer == Whole
        || (inner.Length > outer.Length && (inner[outer.Length] is '.' or '[') && inner.StartsWith(outer, StringComparison.Ordinal));
}
