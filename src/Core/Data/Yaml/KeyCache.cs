using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// Gives equal keys of a document the same bytes: the maps of a document repeat a few names. Holds a
/// fixed number of keys, each of which yields to the next of its place. One per document; not safe for concurrent use.
/// </summary>
internal sealed class KeyCache
{
    private const int Places = 64;
    private const int LongestKey = 32;

    private readonly byte[]?[] _keys = new byte[]?[Places];

    /// <summary>The key of these bytes, with U+FFFD in place of each invalid one.</summary>
    public ByteString Get(ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 or > LongestKey)
        {
            return new(Utf8Text.Repair(key));
        }

        ref var place = ref _keys[(key.Length + (key[0] * 31) + (key[^1] * 7) + (key[key.Length / 2] * 3)) & (Places - 1)];
        if (place is null || !key.SequenceEqual(place))
        {
            place = Utf8Text.Repair(key);
        }

        return new(place.AsMemory());
    }
}
