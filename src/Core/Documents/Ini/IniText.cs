using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Ini;

/// <summary>Words and small rules that reading and writing INI have in common.</summary>
internal static class IniText
{
    /// <summary>What the reference says before every complaint about the text of a file.</summary>
    public const string ReadPrefix = "Could not unmarshal input data: ";

    /// <summary>What the reference says before every complaint about a tree.</summary>
    public const string WritePrefix = "Error marshaling to INI: ";

    /// <summary>The section of the keys before any header; always the first.</summary>
    public static ByteString DefaultSection { get; } = new("DEFAULT");

    /// <summary>Takes the marker and the spaces off the start of a comment; the markers of its further lines stay.</summary>
    public static ReadOnlySpan<byte> StripMarker(ReadOnlySpan<byte> comment) => comment switch
    {
        [(byte)';', ..] => comment.TrimStart("; "u8),
        [(byte)'#', ..] => comment.TrimStart("# "u8),
        _ => comment,
    };
}
