using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>A document of a rendering that is compared with another. Not a record: it may hold secrets.</summary>
public sealed class ManifestDocument
{
    /// <summary>Which resource it is.</summary>
    public required ResourceIdentity Identity { get; init; }

    /// <summary>Group and version; empty for a text that is no resource.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Its exact text, without the comment that names its template and without blanks around it.</summary>
    public required ByteString Text { get; init; }

    /// <summary>What it says; nil where it is no YAML.</summary>
    public required Value Content { get; init; }

    /// <summary>Whether it is an item of a list and has no text of its own.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether every value in it is a secret, since the file that holds it is encrypted.</summary>
    public bool IsWhollySecret { get; init; }
}
