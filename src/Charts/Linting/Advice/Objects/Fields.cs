using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>The way to the fields of an object that may be there or not.</summary>
internal static class Fields
{
    /// <summary>The value at a path of keys; nil where there is none.</summary>
    public static Value At(this Value value, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            value = value.AsMap is { } map && map.TryGet(new ByteString(key), out var inner) ? inner : Value.Nil;
        }

        return value;
    }

    /// <summary>The scalar at a path as text; null where there is none.</summary>
    public static string? TextAt(this Value value, params ReadOnlySpan<string> path) => ScalarText.TryOf(value.At(path), out var text)
        ? text
        : null;

    /// <summary>The items of the list at a path; none where there is no list.</summary>
    public static Value[] ItemsAt(this Value value, params ReadOnlySpan<string> path) => value.At(path).AsList is { } list
        ? list.Items.ToArray()
        : [];

    /// <summary>The keys and scalars of the map at a path, lists and maps in it left out.</summary>
    public static Dictionary<string, string> TextsAt(this Value value, params ReadOnlySpan<string> path)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value.At(path).AsMap is { } map)
        {
            foreach (var (key, item) in map.Entries)
            {
                if (ScalarText.TryOf(item, out var text))
                {
                    texts[key.RevealText()] = text;
                }
            }
        }

        return texts;
    }
}
