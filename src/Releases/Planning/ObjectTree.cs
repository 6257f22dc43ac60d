using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Planning;

/// <summary>Reads and makes the parts of objects that releases have to do with: what is missing, or of another type, is empty.</summary>
internal static class ObjectTree
{
    private static readonly ByteString MetadataKey = new("metadata");

    /// <summary>The metadata; an empty map where there are none.</summary>
    public static MapValue Metadata(MapValue item) => item[MetadataKey].AsMap ?? new();

    /// <summary>A text of a map; empty if it is none.</summary>
    public static string Text(MapValue map, string key) =>
        map[new(key)] is { IsString: true } text ? new ByteString(text.StringBytes.AsMemory()).RevealText() : "";

    /// <summary>A label or an annotation; null where there is none.</summary>
    /// <param name="item">The object.</param>
    /// <param name="field"><c>labels</c> or <c>annotations</c>.</param>
    /// <param name="key">Its name.</param>
    public static string? Mark(MapValue item, string field, string key) =>
        Metadata(item)[new(field)].AsMap is { } marks && marks.Contains(new(key)) ? Text(marks, key) : null;

    /// <summary>A copy of an object with another value in its metadata.</summary>
    public static MapValue WithMetadata(MapValue item, string field, Value value)
    {
        var (copy, metadata) = (item.ShallowCopy(), Metadata(item).ShallowCopy());
        metadata.Set(new(field), value);
        copy.Set(MetadataKey, Value.Of(metadata));
        return copy;
    }

    /// <summary>A copy of an object with more labels, or annotations.</summary>
    /// <param name="item">The object; not changed.</param>
    /// <param name="field"><c>labels</c> or <c>annotations</c>.</param>
    /// <param name="marks">What to set.</param>
    public static MapValue WithMarks(MapValue item, string field, params ReadOnlySpan<(string Key, string Value)> marks)
    {
        var all = Metadata(item)[new(field)].AsMap?.ShallowCopy() ?? new();
        foreach (var (key, value) in marks)
        {
            all.Set(new(key), Value.Of(value));
        }

        return WithMetadata(item, field, Value.Of(all));
    }
}
