using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>How strategic merge patches treat a field.</summary>
/// <param name="Type">The type of the field, or of the elements of its list; null if nothing is to be known of it.</param>
/// <param name="Merges">Whether lists are merged by element; otherwise they are replaced as a whole.</param>
/// <param name="Replaces">Whether maps are replaced as a whole.</param>
/// <param name="RetainsKeys">Whether a patch names the keys that stay.</param>
/// <param name="Key">The field that tells elements of a merged list apart; empty for lists of scalars.</param>
internal sealed record MergeField(MergeType? Type, bool Merges, bool Replaces, bool RetainsKeys, ByteString Key)
{
    /// <summary>A field that is not special: maps are merged, lists replaced.</summary>
    public static MergeField Plain { get; } = new(null, Merges: false, Replaces: false, RetainsKeys: false, ByteString.Empty);
}
