using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Core.Envelope.Recognition;

/// <summary>
/// Finds metadata in a tree that was read, whatever is wrong with them. A key of their name alone does not make them, since plain files may
/// use it: the MAC or the time of the last change must be there, or ciphertext anywhere.
/// </summary>
internal static class MetadataTraces
{
    public static bool AreIn(DocumentTree tree, DocumentFormat format)
    {
        var isNamed = false;
        foreach (var branch in tree.Branches)
        {
            if (!MetadataBlock.HasReservedKey(branch, format))
            {
                continue;
            }

            isNamed = true;
            if (branch.Entries.Exists(entry => format == DocumentFormat.Dotenv ? IsField(entry, "sops_") : IsBlock(entry, format)))
            {
                return true;
            }
        }

        return isNamed && Ciphertexts.AreIn(tree);
    }

    private static bool IsBlock(MapEntry entry, DocumentFormat format) =>
        entry.Value is MapNode block
            && MetadataBlock.HasReservedKey(new MapNode([entry]), format)
            && block.Entries.Exists(field => IsField(field, ""));

    private static bool IsField(MapEntry entry, string prefix) => entry.Key is StringNode key
        && IsFieldName(key.Value.RevealText(), prefix);

    // Readers take names of fields in any case.
    private static bool IsFieldName(string name, string prefix) =>
        name.Equals(prefix + MetadataFields.LastModified, StringComparison.OrdinalIgnoreCase)
            || name.Equals(prefix + MetadataFields.Mac, StringComparison.OrdinalIgnoreCase);
}
