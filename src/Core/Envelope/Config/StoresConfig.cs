using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>The layout of the formats, from the section <c>stores</c>.</summary>
public sealed record StoresConfig
{
    /// <summary>Spaces per level in YAML; 0 for the default.</summary>
    public int YamlIndent { get; init; }

    /// <summary>Spaces per level in JSON; -1 for one tab.</summary>
    public int JsonIndent { get; init; } = -1;

    /// <summary>Spaces per level in the JSON form of binary files; -1 for one tab.</summary>
    public int JsonBinaryIndent { get; init; } = -1;

    /// <summary>How a format is written. Values that it does not take are refused when it is.</summary>
    public WriteOptions For(DocumentFormat format) => format switch
    {
        DocumentFormat.Yaml => new() { Indent = YamlIndent == 0 ? null : YamlIndent },
        DocumentFormat.Json => new() { Indent = JsonIndent },
        DocumentFormat.Binary => new() { Indent = JsonBinaryIndent },
        _ => WriteOptions.Default,
    };
}
