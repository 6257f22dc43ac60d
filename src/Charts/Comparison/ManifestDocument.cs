using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>A document of a rendering that is compared with another. Not a record: it may hold secrets.</summary>
public sealed class ManifestDocument
{
    /// <summary>Which resource it is.</summary>
    public required ResourceIdentity Identity { get; init; }

    /// <summary>Group and version; empty for a text that is not a resource.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Its exact text, without the comment that names its template and without blanks around it.</summary>
    public required ByteString Text { get; init; }

    /// <summary>What it says; nil where it is no YAML.</summary>
    public required Value Content { get; init; }

    /// <summary>Whether it is an item of a list and has no text of its own.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether every value in it is a secret, since the file that holds it is encrypted.</summary>
    public bool IsWhollySecret { get; init; }

    /// <summary>
    /// The same document of the same chart with other values in place of the secrets: what differs comes from a secret, and nothing
    /// else does.
    /// This very document where there are no secrets. Null where it is not known what comes from where.
    /// </summary>
    public ManifestDocument? WithDecoys { get; private init; }

    /// <summary>The documents, each with the one that corresponds to it in a rendering with other values in place of the secrets.</summary>
    /// <param name="documents">As they are.</param>
    /// <param name="decoys">With the other values.</param>
    public static IReadOnlyList<ManifestDocument> Pair(IReadOnlyList<ManifestDocument> documents, IReadOnlyList<ManifestDocument> decoys)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(decoys);
        var found = decoys.ToDictionary(document => document.Identity);
        return [.. documents.Select(document => found.TryGetValue(document.Identity, out var decoy) ? document.With(decoy) : document)];
    }

    private ManifestDocument With(ManifestDocument decoy) => new()
    {
        Identity = Identity,
        ApiVersion = ApiVersion,
        Text = Text,
        Content = Content,
        IsItem = IsItem,
        IsWhollySecret = IsWhollySecret,
        WithDecoys = decoy,
    };
}
