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

    /// <summary>
    /// The indent of a format; <see langword="null"/> for its default. Numbers that it does not take are refused when a file is written.
    /// </summary>
    public int? Indent(DocumentFormat format) => format switch
    {
        DocumentFormat.Yaml => YamlIndent == 0 ? null : YamlIndent,
        DocumentFormat.Json => JsonIndent,
        DocumentFormat.Binary => JsonBinaryIndent,
        _ => null,
    };
}
