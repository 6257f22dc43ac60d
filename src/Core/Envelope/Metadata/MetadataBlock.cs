using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>
/// Where each format keeps the metadata (spec sops.md 5.1): under the key <c>sops</c> of every document, in the section of that name
/// (INI), or in keys that begin with <c>sops_</c> (dotenv).
/// </summary>
internal static class MetadataBlock
{
    private static ReadOnlySpan<byte> BlockKey => "sops"u8;

    private static ReadOnlySpan<byte> FlatPrefix => "sops_"u8;

    /// <summary>Takes the metadata out of a tree that was just read.</summary>
    /// <returns>The block, nested.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MetadataNotFound"/> or <see cref="ErrorCode.MalformedMetadata"/>.
    /// </exception>
    public static MapNode Detach(DocumentTree tree, DocumentFormat format)
    {
        if (tree.Branches.Count == 0)
        {
            throw NotFound();
        }

        if (format == DocumentFormat.Dotenv)
        {
            return FlatMetadata.Decode(TakePrefixed(tree.Branches[0]));
        }

        var block = Take(tree.Branches[0], format);
        foreach (var branch in tree.Branches.Skip(1))
        {
            branch.Entries.RemoveAll(entry => IsBlockKey(entry.Key));
        }

        return format switch
        {
            DocumentFormat.Ini => FlatMetadata.Decode(block.Entries),
            _ when block.Entries.Count == 0 && format != DocumentFormat.Yaml => throw NotFound(),
            _ => block,
        };
    }

    /// <summary>A tree for writing: the same documents with the metadata behind their entries. Neither argument is changed.</summary>
    /// <exception cref="DocumentException">
    /// The data hold a reserved key, or there are several documents for a format that holds one.
    /// </exception>
    public static DocumentTree Attach(DocumentTree tree, MapNode block, DocumentFormat format)
    {
        if (format != DocumentFormat.Yaml && tree.Branches.Count > 1)
        {
            throw new DocumentException(
                ErrorCode.EmitFailed,
                    DocumentFault.NoForm,
                    $"{format.ToString().ToUpperInvariant()} holds one document per file, and the MAC covers {tree.Branches.Count}");
        }

        List<MapEntry> metadata = format switch
        {
            DocumentFormat.Dotenv => FlatMetadata.Encode(block, "sops_"),
            DocumentFormat.Ini => [MapEntry.Of("sops", new MapNode(FlatMetadata.Encode(block, "")))],
            _ => [MapEntry.Of("sops", block)],
        };
        return new(tree.Branches.ConvertAll(branch =>
        {
            CheckNotReserved(branch, format);
            return new MapNode([.. branch.Entries, .. metadata]);
        }));
    }

    /// <summary>Whether a document has a top-level key that the metadata of this format need.</summary>
    public static bool HasReservedKey(MapNode branch, DocumentFormat format) =>
        branch.Entries.Exists(entry => IsReserved(entry.Key, format));

    private static bool IsReserved(Node key, DocumentFormat format) => format == DocumentFormat.Dotenv ? IsPrefixed(key) : IsBlockKey(key);

    private static bool IsBlockKey(Node key) => key is StringNode name && name.Value.Span.SequenceEqual(BlockKey);

    private static bool IsPrefixed(Node key) => key is StringNode name && name.Value.Span.StartsWith(FlatPrefix);

    private static void CheckNotReserved(MapNode branch, DocumentFormat format)
    {
        foreach (var entry in branch.Entries)
        {
            if (IsReserved(entry.Key, format))
            {
                var name = ((StringNode)entry.Key).Value.RevealText();
                var rule = format == DocumentFormat.Dotenv
                    ? "which starts with the reserved key prefix \"sops_\" for SOPS metadata"
                    : "which is a reserved key used for SOPS metadata";
                throw new DocumentException(
                    ErrorCode.EmitFailed,
                    DocumentFault.ReservedKey,
                    $"Error marshaling metadata: Found key \"{name}\" in encrypted data, {rule}");
            }
        }
    }

    private static MapNode Take(MapNode branch, DocumentFormat format)
    {
        MapNode? block = null;
        for (var i = 0; i < branch.Entries.Count; i++)
        {
            if (!IsBlockKey(branch.Entries[i].Key))
            {
                continue;
            }

            if (block is not null && format != DocumentFormat.Ini)
            {
                throw Malformed("Found duplicate sops entry");
            }

            block = branch.Entries[i].Value as MapNode ?? throw Malformed("Found sops entry that is not a mapping");
            branch.Entries.RemoveAt(i--);
        }

        return block ?? throw NotFound();
    }

    private static List<MapEntry> TakePrefixed(MapNode branch)
    {
        var taken = new List<MapEntry>();
        branch.Entries.RemoveAll(entry =>
        {
            if (!IsPrefixed(entry.Key))
            {
                return false;
            }

            taken.Add(new(new StringNode(new ByteString(((StringNode)entry.Key).Value.Memory[FlatPrefix.Length..])), entry.Value));
            return true;
        });
        return taken.Count > 0 ? taken : throw NotFound();
    }

    private static SecretsKitException NotFound() => new(ErrorCode.MetadataNotFound, "sops metadata not found");

    private static SecretsKitException Malformed(string message) =>
        new(ErrorCode.MalformedMetadata, message)
        {
            Cause = new MetadataCause(MetadataFault.Malformed, null),
            Problem = DisplayText.Message($"the sops part is damaged: {message}"),
        };
}
