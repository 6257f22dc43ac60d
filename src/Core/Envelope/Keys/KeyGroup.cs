namespace SecretsKit.Core.Envelope.Keys;

/// <summary>Master keys that all wrap the same part: any one of them recovers it.</summary>
/// <param name="Keys">In the order in which they are written.</param>
public sealed record KeyGroup(IReadOnlyList<MasterKey> Keys)
{
    /// <summary>The same keys without repetitions (type and id), first ones kept.</summary>
    public KeyGroup WithoutDuplicates()
    {
        var seen = new HashSet<(KeyType, string)>();
        return new([.. Keys.Where(key => seen.Add((key.Type, key.Id)))]);
    }
}

/// <summary>A key group of a file: each master key with the part that it wrapped.</summary>
/// <param name="Keys">In load order: by type, then as the file has them.</param>
public sealed record WrappedKeyGroup(IReadOnlyList<WrappedKey> Keys)
{
    /// <summary>The master keys alone.</summary>
    public KeyGroup Group => new([.. Keys.Select(wrapped => wrapped.Key)]);
}
