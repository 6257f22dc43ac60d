using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Keys.Codecs;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>Writes a metadata block: names in byte order at every level (spec sops.md 5.2).</summary>
internal static class MetadataWriter
{
    /// <summary>The nested block.</summary>
    public static MapNode Write(DocumentMetadata metadata)
    {
        List<MapEntry> block = [.. metadata.UnknownFields];
        switch (metadata.KeyGroups)
        {
            case [var only]:
                block.AddRange(KeyLists(only, isNested: false));
                break;
            case [_, ..]:
                block.Add(MapEntry.Of(
                    MetadataFields.KeyGroups,
                    new ListNode([.. metadata.KeyGroups.Select(group => Sorted(KeyLists(group, isNested: true)))])));
                break;
        }

        if (metadata.ShamirThreshold != 0)
        {
            block.Add(MapEntry.Of(MetadataFields.ShamirThreshold, new IntNode(metadata.ShamirThreshold)));
        }

        if (metadata.MacOnlyEncrypted)
        {
            block.Add(MapEntry.Of(MetadataFields.MacOnlyEncrypted, new BoolNode(true)));
        }

        block.Add(Text(MetadataFields.LastModified, MetadataTime.Format(metadata.LastModified)));
        block.Add(Text(MetadataFields.Mac, metadata.Mac));
        block.Add(Text(MetadataFields.Version, metadata.Version));
        var selection = metadata.Selection;
        AddUnlessEmpty(block, MetadataFields.UnencryptedSuffix, selection.UnencryptedSuffix);
        AddUnlessEmpty(block, MetadataFields.EncryptedSuffix, selection.EncryptedSuffix);
        AddUnlessEmpty(block, MetadataFields.UnencryptedRegex, selection.UnencryptedRegex);
        AddUnlessEmpty(block, MetadataFields.EncryptedRegex, selection.EncryptedRegex);
        AddUnlessEmpty(block, MetadataFields.UnencryptedCommentRegex, selection.UnencryptedCommentRegex);
        AddUnlessEmpty(block, MetadataFields.EncryptedCommentRegex, selection.EncryptedCommentRegex);
        return Sorted(block);
    }

    // In an element of key_groups two of the lists are always written, even when they are empty.
    private static IEnumerable<MapEntry> KeyLists(WrappedKeyGroup group, bool isNested)
    {
        var lists = group.Keys.GroupBy(wrapped => wrapped.Key.Type).ToDictionary(keys => keys.Key, keys => keys.Select(Entry).ToList());
        if (isNested)
        {
            lists.TryAdd(KeyType.Age, []);
            lists.TryAdd(KeyType.VaultTransit, []);
        }

        return lists.Select(list => MapEntry.Of(list.Key.Field, new ListNode(list.Value)));
    }

    private static Node Entry(WrappedKey wrapped)
    {
        if (wrapped.Key is UnknownMasterKey unknown)
        {
            return unknown.Entry;
        }

        var codec = MasterKeyCodecs.Find(wrapped.Key.Type)
            ?? throw new ArgumentException($"keys of type {wrapped.Key.Type} cannot be written", nameof(wrapped));
        List<MapEntry> fields = [.. codec.Describe(wrapped.Key).Select(field => MapEntry.Of(field.Name, field.Value)), Text(
            MetadataFields.Enc, wrapped.Enc)];
        if (codec.HasCreationTime)
        {
            var createdAt = wrapped.CreatedAt
                ?? throw new ArgumentException($"a key of type {codec.Type} needs its time of creation", nameof(wrapped));
            fields.Add(Text(MetadataFields.CreatedAt, MetadataTime.Format(createdAt)));
        }

        return Sorted(fields);
    }

    private static void AddUnlessEmpty(List<MapEntry> block, string field, string value)
    {
        if (value.Length > 0)
        {
            block.Add(Text(field, value));
        }
    }

    private static MapEntry Text(string field, string value) => MapEntry.Of(field, new StringNode(new ByteString(value)));

    private static MapNode Sorted(IEnumerable<MapEntry> entries) =>
        new(
            [.. entries.OrderBy(
                entry => ((StringNode)entry.Key).Value, Comparer<ByteString>.Create((a, b) => a.Span.SequenceCompareTo(b.Span)))]);
}
