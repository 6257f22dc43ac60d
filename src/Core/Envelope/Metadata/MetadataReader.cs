using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Keys.Codecs;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>Reads a metadata block (spec sops.md 5.3).</summary>
internal static class MetadataReader
{
    /// <summary>Reads a nested block.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedMetadata"/>, in the reference tool's words.</exception>
    public static DocumentMetadata Read(MapNode block)
    {
        var problems = new List<string>();
        var weak = new WeakValue(problems);
        string TextOf(string field) => weak.ToText(WeakValue.Find(block, field), field);

        var threshold = weak.ToInt(WeakValue.Find(block, MetadataFields.ShamirThreshold), MetadataFields.ShamirThreshold);
        var groups = ReadGroups(block, weak);
        var flat = new GroupEntries(block, "", weak);
        var lastModified = TextOf(MetadataFields.LastModified);
        var mac = TextOf(MetadataFields.Mac);
        var selection = new SelectionFields
        {
            UnencryptedSuffix = TextOf(MetadataFields.UnencryptedSuffix),
            EncryptedSuffix = TextOf(MetadataFields.EncryptedSuffix),
            UnencryptedRegex = TextOf(MetadataFields.UnencryptedRegex),
            EncryptedRegex = TextOf(MetadataFields.EncryptedRegex),
            UnencryptedCommentRegex = TextOf(MetadataFields.UnencryptedCommentRegex),
            EncryptedCommentRegex = TextOf(MetadataFields.EncryptedCommentRegex),
        };
        var macOnlyEncrypted = weak.ToBool(WeakValue.Find(block, MetadataFields.MacOnlyEncrypted), MetadataFields.MacOnlyEncrypted);
        var version = TextOf(MetadataFields.Version);
        if (problems.Count > 0)
        {
            throw Malformed(
                $"decoding failed due to the following error(s):\n\n{string.Join('\n', problems)}",
                $"the sops part is damaged: {string.Join("; ", problems)}");
        }

        var changed = MetadataTime.Parse(lastModified);
        var isFlat = flat.HasKnownKeys || groups.Count == 0;
        List<WrappedKeyGroup> keyGroups = isFlat ? flat.IsEmpty ? [] : [flat.ToGroup()] : groups.ConvertAll(group => group.ToGroup());
        if (keyGroups.Count == 0)
        {
            throw Malformed("No keys found in file", $"the sops part is damaged: it names no key");
        }

        selection.CheckMetadata();
        return new()
        {
            KeyGroups = keyGroups,
            ShamirThreshold = threshold,
            LastModified = changed,
            Mac = mac,
            MacOnlyEncrypted = macOnlyEncrypted,
            Selection = selection.OrDefault(),
            Version = version,
            UnknownFields = block.Entries.FindAll(entry => IsUnknown(entry) && !(isFlat && GroupEntries.IsUnknownKeyList(entry.Value))),
        };
    }

    private static List<GroupEntries> ReadGroups(MapNode block, WeakValue weak) =>
    [
        .. weak.ToEntries(WeakValue.Find(block, MetadataFields.KeyGroups), MetadataFields.KeyGroups)
            .Select(group => new GroupEntries(group.Entry, group.Path + ".", weak)),
    ];

    private static bool IsUnknown(MapEntry entry) =>
        entry.Key is StringNode name && !MetadataFields.OfBlock.Contains(name.Value.RevealText())
        && MasterKeyCodecs.FindByField(name.Value.RevealText()) is null;

    private static SecretsKitException Malformed(string message, MessageText problem) => new(ErrorCode.MalformedMetadata, message)
    {
        Cause = new MetadataCause(MetadataFault.Malformed, null),
        Problem = problem.ToStringAndClear(),
    };
}
