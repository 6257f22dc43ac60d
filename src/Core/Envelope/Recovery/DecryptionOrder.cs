using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>Which key types are tried first in a group. Types that are not named come after, in load order.</summary>
public sealed class DecryptionOrder
{
    private readonly KeyType[] _types;

    private DecryptionOrder(KeyType[] types) => _types = types;

    /// <summary>age, then PGP: keys that need no network.</summary>
    public static DecryptionOrder Default { get; } = new([KeyType.Age, KeyType.Pgp]);

    /// <summary>
    /// Parses a comma list such as <c>age,pgp,kms</c>; an empty text is <see cref="Default"/>. Unknown types are accepted.
    /// </summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.DecryptionOrder"/>: a type is named twice.</exception>
    public static DecryptionOrder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return Default;
        }

        var types = text.Split(',').Select(name => new KeyType(name)).ToArray();
        var seen = new HashSet<KeyType>();
        foreach (var type in types)
        {
            if (!seen.Add(type))
            {
                throw new SecretsKitException(ErrorCode.DecryptionOrder, $"Duplicate decryption key type: {type}");
            }
        }

        return new(types);
    }

    /// <summary>The keys in the order in which they are tried.</summary>
    internal IEnumerable<WrappedKey> Sort(IReadOnlyList<WrappedKey> keys) => keys.OrderBy(Rank);

    private int Rank(WrappedKey wrapped)
    {
        var rank = Array.IndexOf(_types, wrapped.Key.Type);
        return rank < 0 ? _types.Length : rank;
    }
}
