using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>
/// A document while it is read: its tables, the table that entries go to, and the rules of what may be defined twice, which are those of
/// the reference (BurntSushi/toml 1.5 and 1.6) and laxer than the specification in places.
/// </summary>
/// <param name="version">In 1.0 an array may be defined again.</param>
internal sealed class TomlDocument(TomlVersion version)
{
    private readonly Dictionary<MapValue, Dictionary<ByteString, List<Value>>> _arrays = [];
    private readonly TomlPath _top = new(null, ByteString.Empty);
    private TomlPlace? _place;

    /// <summary>All that was read. Arrays of tables are complete after <see cref="Finish"/>.</summary>
    public MapValue Root { get; } = new();

    /// <summary>Where entries go.</summary>
    public TomlPlace Place
    {
        get => _place ?? Top;
        set => _place = value;
    }

    /// <summary>The key at hand, below <see cref="Place"/>; empty between entries.</summary>
    public ByteString Key { get; set; }

    /// <summary>The path of the key at hand as messages show it: the key itself is never quoted.</summary>
    public string LastKey => Key.IsEmpty ? Place.Path.ToString() : Place.Path.IsTop ? Key.RevealText() : $"{Place.Path}.{Key.RevealText()}";

    private TomlPlace Top => new(_top, Root);

    /// <summary>Makes the table of a header <c>[a.b]</c> the place of entries.</summary>
    /// <exception cref="TomlConflictException">The key is taken.</exception>
    public void OpenTable(IReadOnlyList<ByteString> key)
    {
        var parent = Descend(key);
        AddTable(parent, key[^1]);
        SetType(ByteString.Empty, isArray: false);
    }

    /// <summary>Adds a table to the array of a header <c>[[a.b]]</c>, and makes it the place of entries.</summary>
    /// <exception cref="TomlConflictException">The key is taken.</exception>
    public void OpenArrayTable(IReadOnlyList<ByteString> key)
    {
        var parent = Descend(key);
        AddToArray(parent, key[^1]);
        SetType(ByteString.Empty, isArray: false);
    }

    /// <summary>Goes into the table that a part of a dotted key names, made if there is none.</summary>
    /// <exception cref="TomlConflictException">The key is taken.</exception>
    public void Enter(ByteString key)
    {
        Place.Path.Child(key).IsImplicit = true;
        AddTable(Place, key);
    }

    /// <summary>Goes into the inline table that begins under the key at hand.</summary>
    /// <exception cref="TomlConflictException">The key is taken.</exception>
    public void EnterInline(bool inArray)
    {
        var (parent, key) = (Place, Key);
        var path = parent.Path.Child(key);
        (Place, Key) = (new(path, null), ByteString.Empty);
        path.IsImplicit = true;
        if (inArray)
        {
            AddToArray(parent, key);
        }
        else
        {
            AddTable(parent, key);
        }
    }

    /// <summary>Gives the key at hand its value.</summary>
    /// <exception cref="TomlConflictException">The key is taken.</exception>
    public void Define(Value value, bool isArray)
    {
        Define(Key, value);
        SetType(Key, isArray);
    }

    /// <summary>Remembers that the value of the key at hand is an array, before its elements are read.</summary>
    public void BeginArray() => SetType(Key, isArray: true);

    /// <summary>Makes lists of the arrays of tables.</summary>
    public void Finish()
    {
        foreach (var (table, arrays) in _arrays)
        {
            foreach (var (key, items) in arrays)
            {
                table.Set(key, Value.Of(new ListValue([.. items], GoType.SliceOf(GoType.AnyMap))));
            }
        }
    }

    private TomlPlace Descend(IReadOnlyList<ByteString> key)
    {
        var place = Top;
        for (var i = 0; i < key.Count - 1; i++)
        {
            var (path, table) = (place.Path.Child(key[i]), place.Table!);
            if (!table.Contains(key[i]))
            {
                path.IsImplicit = true;
                table.Set(key[i], Value.Of(new MapValue()));
            }

            place = new(path, TableAt(table, key[i]) ?? throw NotATable(path));
        }

        return place;
    }

    private void AddTable(TomlPlace parent, ByteString key)
    {
        Place = parent.Table is null ? throw NotATable(parent.Path) : parent;
        Define(key, Value.Of(new MapValue()));
        Place = new(parent.Path.Child(key), TableAt(parent.Table, key));
    }

    private void AddToArray(TomlPlace parent, ByteString key)
    {
        Place = parent.Table is null ? throw NotATable(parent.Path) : parent;
        var path = parent.Path.Child(key);
        if (!_arrays.TryGetValue(parent.Table, out var arrays))
        {
            _arrays[parent.Table] = arrays = [];
        }

        if (!arrays.TryGetValue(key, out var items))
        {
            if (parent.Table.Contains(key))
            {
                throw new TomlConflictException($"Key '{path}' was already created and cannot be used as an array.");
            }

            arrays[key] = items = [];
            parent.Table.Set(key, Value.Nil);
        }

        var table = new MapValue();
        items.Add(Value.Of(table));
        Place = new(path, table);
    }

    private void Define(ByteString key, Value value)
    {
        var table = Place.Table ?? throw AlreadyDefined(Place.Path);
        if (table.Contains(key))
        {
            var path = Place.Path.Child(key);
            var mayRepeat = path.IsImplicit || (path.IsArray && version == TomlVersion.V10);
            path.IsImplicit = mayRepeat ? false : throw AlreadyDefined(path);
            if (!path.IsArray)
            {
                return;
            }
        }

        table.Set(key, value);
        if (_arrays.TryGetValue(table, out var arrays))
        {
            arrays.Remove(key);
        }
    }

    // An empty key means the place itself, also where it is a key of that place.
    private void SetType(ByteString key, bool isArray)
    {
        var path = key.IsEmpty && !Place.Path.IsTop ? Place.Path : isArray ? Place.Path.Child(key) : Place.Path.Find(key);
        if (path is not null)
        {
            path.IsArray = isArray;
        }
    }

    // The last table of an array is the one that keys go to.
    private MapValue? TableAt(MapValue table, ByteString key) =>
        _arrays.TryGetValue(table, out var arrays) && arrays.TryGetValue(key, out var items) ? items[^1].AsMap : table[key].AsMap;

    private static TomlConflictException NotATable(TomlPath path) => new($"Key '{path}' was already created as a hash.");

    private static TomlConflictException AlreadyDefined(TomlPath path) => new($"Key '{path}' has already been defined.");
}

/// <summary>A path of keys and the table there.</summary>
/// <param name="Path">The path.</param>
/// <param name="Table">The table; null where another value is.</param>
internal readonly record struct TomlPlace(TomlPath Path, MapValue? Table);
