namespace SecretsKit.Core.Documents.Yaml;

/// <summary>
/// Types scalars as YAML 1.1 does in charts (spec sprig.md 16.5): what <see cref="YamlResolver"/>
/// does, and <c>yes</c>, <c>no</c>, <c>on</c>,
/// <c>off</c>, <c>y</c>, <c>n</c> are truth values.
/// </summary>
public static class YamlLegacyResolver
{
    /// <summary>Types a plain, untagged scalar.</summary>
    public static YamlScalar Resolve(ReadOnlySpan<byte> plain)
    {
        if (plain.Length is > 0 and <= 3 && TryReadOldWord(plain, out var value))
        {
            return YamlScalar.Of(value);
        }

        // 0o takes no sign after it in this dialect.
        return plain is [(byte)'0', (byte)'o', (byte)'+' or (byte)'-', ..] ? YamlScalar.String : YamlResolver.Resolve(plain);
    }

    /// <summary>Applies an explicit tag, whatever the quoting; as <see cref="YamlResolver.TryResolve"/>.</summary>
    public static bool TryResolve(string tag, ReadOnlySpan<byte> text, out YamlScalar scalar)
    {
        if (tag is YamlTags.Bool && text.Length is > 0 and <= 3 && TryReadOldWord(text, out var value))
        {
            scalar = YamlScalar.Of(value);
            return true;
        }

        return YamlResolver.TryResolve(tag, text, out scalar);
    }

    /// <summary>Whether the text is a truth value of YAML 1.1 that later versions read as a string.</summary>
    public static bool IsOldWord(ReadOnlySpan<byte> text) => text.Length is > 0 and <= 3 && TryReadOldWord(text, out _);

    private static bool TryReadOldWord(ReadOnlySpan<byte> text, out bool value)
    {
        value = text is [(byte)'y' or (byte)'Y']
            || text.SequenceEqual("yes"u8) || text.SequenceEqual("Yes"u8) || text.SequenceEqual("YES"u8)
            || text.SequenceEqual("on"u8) || text.SequenceEqual("On"u8) || text.SequenceEqual("ON"u8);
        return value || text is [(byte)'n' or (byte)'N']
            || text.SequenceEqual("no"u8) || text.SequenceEqual("No"u8) || text.SequenceEqual("NO"u8)
            || text.SequenceEqual("off"u8) || text.SequenceEqual("Off"u8) || text.SequenceEqual("OFF"u8);
    }
}
