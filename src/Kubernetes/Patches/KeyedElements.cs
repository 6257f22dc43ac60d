using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>An element of a list of maps.</summary>
/// <param name="Text">The text of its key, by which elements are sorted and told apart.</param>
/// <param name="Key">Its key.</param>
/// <param name="Map">The element.</param>
/// <param name="At">Its place in the list, from 0.</param>
internal sealed record KeyedElement(string Text, Value Key, MapValue Map, int At);

/// <summary>Lists whose elements are told apart by a key, or by themselves.</summary>
internal static class KeyedElements
{
    /// <summary>Whether the elements of both lists are maps; all must be of one type.</summary>
    /// <exception cref="SecretsKitException">They are of several types.</exception>
    public static bool AreMaps(ListValue one, ListValue other, ByteString name)
    {
        var first = (one.Count > 0 ? one : other)[0];
        foreach (var list in (ReadOnlySpan<ListValue>)[one, other])
        {
            foreach (var item in list.Items)
            {
                if (!TreeEquality.HaveSameShape(first, item) || item.AsList is not null)
                {
                    throw Malformed(name, "has elements of several types, or lists");
                }
            }
        }

        return first.AsMap is not null;
    }

    /// <summary>The elements, sorted by their keys; those of equal keys stay in order.</summary>
    /// <exception cref="SecretsKitException">An element has no key.</exception>
    public static KeyedElement[] Sorted(ListValue list, ByteString key, ByteString name)
    {
        var elements = new KeyedElement[list.Count];
        for (var at = 0; at < elements.Length; at++)
        {
            var map = list[at].AsMap!;
            elements[at] = map.TryGet(key, out var value)
                ? new(TreeEquality.TextOf(value), value, map, at)
                : throw Malformed(name, $"has an element without {key.RevealText()}");
        }

        return [.. elements.OrderBy(element => element.Text, StringComparer.Ordinal)];
    }

    /// <summary>The texts of scalars with their places, sorted.</summary>
    public static (string Text, int At)[] SortedScalars(ListValue list)
    {
        var texts = new (string Text, int At)[list.Count];
        for (var at = 0; at < texts.Length; at++)
        {
            texts[at] = (TreeEquality.TextOf(list[at]), at);
        }

        return [.. texts.OrderBy(entry => entry.Text, StringComparer.Ordinal)];
    }

    /// <summary>Whether two lists have the same keys in the same order.</summary>
    public static bool HaveSameOrder(ListValue one, ListValue other, ByteString key)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var at = 0; at < one.Count; at++)
        {
            if (!TreeEquality.AreEqual(one[at].Field(key), other[at].Field(key)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The keys of a list's elements, each in a map of its own.</summary>
    public static ListValue Keys(ListValue list, ByteString key)
    {
        var keys = new Value[list.Count];
        for (var at = 0; at < keys.Length; at++)
        {
            var map = new MapValue(capacity: 1);
            map.Set(key, list[at].Field(key));
            keys[at] = Value.Of(map);
        }

        return new(keys);
    }

    /// <summary>The element of a patch that removes one.</summary>
    public static Value Deletion(ByteString key, Value value)
    {
        var map = new MapValue(capacity: 2);
        map.Set(Directives.Patch, Value.Of("delete"));
        map.Set(key, value);
        return Value.Of(map);
    }

    private static SecretsKitException Malformed(ByteString name, string problem) =>
        new(ErrorCode.MalformedDocument, $"the list {name.RevealText()} {problem}")
        {
            Hint = "correct the manifest: elements of this list are told apart by their key",
        };
}
