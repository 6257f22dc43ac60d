using SecretsKit.Core.Documents.Binary;
using SecretsKit.Core.Documents.Dotenv;
using SecretsKit.Core.Documents.Ini;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Core.Documents;

/// <summary>Finds the format of a file and the codec of a format (spec sops.md 6.0).</summary>
public static class DocumentFormats
{
    /// <summary>
    /// The format that a path's suffix selects: case matters, and what is not known, the empty path of standard input included, is binary.
    /// </summary>
    public static DocumentFormat OfPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path switch
        {
            _ when path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal) =>
                DocumentFormat.Yaml,
            _ when path.EndsWith(".json", StringComparison.Ordinal) => DocumentFormat.Json,
            _ when path.EndsWith(".env", StringComparison.Ordinal) => DocumentFormat.Dotenv,
            _ when path.EndsWith(".ini", StringComparison.Ordinal) => DocumentFormat.Ini,
            _ => DocumentFormat.Binary,
        };
    }

    /// <summary>The format of a name given on a command line, or null for anything else: the suffix then decides.</summary>
    public static DocumentFormat? OfName(string? name) => name switch
    {
        "binary" => DocumentFormat.Binary,
        "dotenv" => DocumentFormat.Dotenv,
        "ini" => DocumentFormat.Ini,
        "json" => DocumentFormat.Json,
        "yaml" => DocumentFormat.Yaml,
        _ => null,
    };

    /// <summary>The codec of files that are not encrypted.</summary>
    public static DocumentCodec Plain(DocumentFormat format) =>
        format == DocumentFormat.Binary ? BinaryCodec.Instance : Encrypted(format);

    /// <summary>The codec of encrypted files: JSON for binary ones, else the format's own.</summary>
    public static DocumentCodec Encrypted(DocumentFormat format) => format switch
    {
        DocumentFormat.Binary or DocumentFormat.Json => JsonCodec.Instance,
        DocumentFormat.Dotenv => DotenvCodec.Instance,
        DocumentFormat.Ini => IniCodec.Instance,
        DocumentFormat.Yaml => YamlCodec.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
