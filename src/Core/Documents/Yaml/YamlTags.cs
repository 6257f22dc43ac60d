namespace SecretsKit.Core.Documents.Yaml;

/// <summary>The short forms of the standard tags, as <see cref="YamlNode.Tag"/> carries them.</summary>
public static class YamlTags
{
    /// <summary>Null.</summary>
    public const string Null = "!!null";

    /// <summary>A truth value.</summary>
    public const string Bool = "!!bool";

    /// <summary>A string.</summary>
    public const string Str = "!!str";

    /// <summary>An integer, signed or unsigned.</summary>
    public const string Int = "!!int";

    /// <summary>A floating-point number.</summary>
    public const string Float = "!!float";

    /// <summary>A moment.</summary>
    public const string Timestamp = "!!timestamp";

    /// <summary>A sequence.</summary>
    public const string Seq = "!!seq";

    /// <summary>A mapping.</summary>
    public const string Map = "!!map";

    /// <summary>Base64 text that stands for bytes.</summary>
    public const string Binary = "!!binary";

    /// <summary>The key <c>&lt;&lt;</c>.</summary>
    public const string Merge = "!!merge";

    /// <summary>What the long form of a standard tag starts with.</summary>
    public const string LongPrefix = "tag:yaml.org,2002:";

    /// <summary>The short form of a tag; other tags stay as they are.</summary>
    public static string Shorten(string tag) =>
        tag.StartsWith(LongPrefix, StringComparison.Ordinal) ? string.Concat("!!", tag.AsSpan(LongPrefix.Length)) : tag;
}
