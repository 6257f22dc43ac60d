using SecretsKit.Cli.Stores;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Syncing;

/// <summary>A field of a Secret that changes, without its value.</summary>
/// <param name="Change">How.</param>
/// <param name="Field">Where, such as <c>data.password</c>.</param>
internal sealed record KeyChange(SecretChange Change, string Field);

/// <summary>What differs between a Secret as it is and as it should be.</summary>
internal static class KeyChanges
{
    /// <summary>All changes, sorted by field within each part.</summary>
    public static IReadOnlyList<KeyChange> Between(MapValue? old, MapValue? now)
    {
        var changes = new List<KeyChange>();
        Compare("data", DataOf(old), DataOf(now), changes);
        Compare("", Scalars(old), Scalars(now), changes);
        Compare("metadata.labels", MetadataOf(old, "labels"), MetadataOf(now, "labels"), changes);
        Compare("metadata.annotations", MetadataOf(old, "annotations"), MetadataOf(now, "annotations"), changes);
        return changes;
    }

    private static void Compare(string part, Dictionary<string, byte[]> old, Dictionary<string, byte[]> now, List<KeyChange> changes)
    {
        foreach (var key in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (before, after) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (before is null || after is null || !before.AsSpan().SequenceEqual(after))
            {
                var change = before is null ? SecretChange.Added : after is null ? SecretChange.Removed : SecretChange.Changed;
                changes.Add(new(change, part.Length > 0 ? $"{part}.{key}" : key));
            }
        }
    }

    // What manifests have as text counts as the base64 that it becomes.
    private static Dictionary<string, byte[]> DataOf(MapValue? secret)
    {
        var data = Texts(secret.At("data"));
        foreach (var (key, text) in Texts(secret.At("stringData")))
        {
            data[key] = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(text));
        }

        return data;
    }

    private static Dictionary<string, byte[]> MetadataOf(MapValue? secret, string field) => Texts(secret.At("metadata", field));

    private static Dictionary<string, byte[]> Scalars(MapValue? secret)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (secret?[new ByteString("type")] is { IsString: true } type)
        {
            found["type"] = type.StringBytes.ToArray();
        }

        if (secret?[new ByteString("immutable")] is { Kind: GoKind.Bool, Boolean: true })
        {
            found["immutable"] = "true"u8.ToArray();
        }

        return found;
    }

    private static Dictionary<string, byte[]> Texts(MapValue? map)
    {
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in map is null ? [] : map.SortedKeys.ToArray())
        {
            texts[key.RevealText()] = map![key] is { IsString: true } text ? text.StringBytes.ToArray() : [];
        }

        return texts;
    }
}
