using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>What was written to stores: rows by their names, by store (<c>Kind/name</c>).</summary>
internal sealed class PushedRows
{
    private readonly SortedDictionary<string, SortedDictionary<string, PushRow>> _stores = new(StringComparer.Ordinal);

    /// <summary>The stores, in order.</summary>
    public IEnumerable<string> Stores => _stores.Keys;

    /// <summary>The rows of a store, in order; none for one that is not named.</summary>
    public IReadOnlyDictionary<string, PushRow> Of(string store) =>
        _stores.TryGetValue(store, out var rows) ? rows : new SortedDictionary<string, PushRow>();

    /// <summary>Names a store, with no rows yet.</summary>
    public void Open(string store) => _stores.TryAdd(store, new(StringComparer.Ordinal));

    /// <summary>Adds a row.</summary>
    public void Add(string store, PushRow row)
    {
        Open(store);
        _stores[store][row.StatusName] = row;
    }

    /// <summary>Takes a row away.</summary>
    public void Remove(string store, string name)
    {
        if (_stores.TryGetValue(store, out var rows))
        {
            rows.Remove(name);
        }
    }

    /// <summary>Takes a store away.</summary>
    public void Close(string store) => _stores.Remove(store);

    /// <summary>A copy with the rows of another added, which count where both have one.</summary>
    public PushedRows With(PushedRows? other)
    {
        var made = new PushedRows();
        foreach (var (store, rows) in _stores.Concat(other?._stores ?? []))
        {
            made.Open(store);
            foreach (var row in rows.Values)
            {
                made.Add(store, row);
            }
        }

        return made;
    }

    public static PushedRows? Read(MapValue? map)
    {
        if (map is null)
        {
            return null;
        }

        var made = new PushedRows();
        foreach (var store in map.SortedKeys)
        {
            made.Open(store.RevealText());
            foreach (var name in map[store].AsMap is { } rows ? rows.SortedKeys.ToArray() : [])
            {
                made.Add(store.RevealText(), PushRow.Read(map[store].AsMap![name].AsMap ?? new MapValue()));
            }
        }

        return made;
    }

    public MapValue ToMap()
    {
        var map = new MapValue();
        foreach (var (store, rows) in _stores)
        {
            var child = map.ChildOrNew(store);
            foreach (var (name, row) in rows)
            {
                child.With(name, row.ToMap());
            }
        }

        return map;
    }
}

/// <summary>The status of a PushSecret (spec external-secrets.md 4.2).</summary>
/// <param name="Common">Conditions, and which state was pushed when.</param>
/// <param name="Pushed">What was written; null before the first attempt.</param>
internal sealed record PushStatus(SyncStatus Common, PushedRows? Pushed)
{
    public static PushStatus Read(MapValue? map) => new(SyncStatus.Read(map), PushedRows.Read(map?.Child("syncedPushSecrets")));

    public MapValue ToMap()
    {
        var map = new MapValue();
        if (Common.Conditions.Count > 0)
        {
            map.With("conditions", Common.Conditions.Select(condition => condition.ToMap()));
        }

        if (Common.Refreshed is { } time)
        {
            map.With("refreshTime", Timestamps.Write(time));
        }

        if (Pushed is not null)
        {
            map.With("syncedPushSecrets", Pushed.ToMap());
        }

        return Common.SyncedVersion.Length > 0 ? map.With("syncedResourceVersion", Common.SyncedVersion) : map;
    }
}
