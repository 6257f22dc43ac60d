using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Keys.Codecs;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>The key lists of one group, as they stand in a block or in an element of <c>key_groups</c>.</summary>
internal sealed class GroupEntries
{
    private readonly List<(MasterKey Key, string Enc, string? CreatedAt)> _known = [];
    private readonly List<WrappedKey> _unknown = [];

    public GroupEntries(MapNode map, string prefix, WeakValue weak)
    {
        foreach (var codec in MasterKeyCodecs.InLoadOrder)
        {
            var field = codec.Type.Field;
            foreach (var (entry, path) in weak.ToEntries(WeakValue.Find(map, field), prefix + field))
            {
                var reader = new EntryReader(entry, path, weak);
                _known.Add(
                    (
                        codec.Read(reader),
                        reader.Text(MetadataFields.Enc),
                        codec.HasCreationTime ? reader.Text(MetadataFields.CreatedAt) : null));
            }
        }

        foreach (var (key, value) in map.Entries)
        {
            if (key is StringNode name && IsUnknownKeyList(value) && MasterKeyCodecs.FindByField(name.Value.RevealText()) is null
                && !MetadataFields.OfBlock.Contains(name.Value.RevealText()))
            {
                var type = new KeyType(name.Value.RevealText());
                _unknown.AddRange(
                    EntriesOf((ListNode)value).Select(entry => new WrappedKey(new UnknownMasterKey(type, entry), EncOf(entry)!, null)));
            }
        }
    }

    public bool HasKnownKeys => _known.Count > 0;

    public bool IsEmpty => _known.Count + _unknown.Count == 0;

    /// <summary>Whether a field looks like a list of keys of a type that came after us: entries, and each has wrapped something.</summary>
    public static bool IsUnknownKeyList(Node value)
    {
        if (value is not ListNode list)
        {
            return false;
        }

        var items = list.Items.FindAll(item => item is not CommentNode);
        return items.Count > 0 && items.TrueForAll(item => item is MapNode entry && EncOf(entry) is not null);
    }

    /// <exception cref="Errors.SecretsKitException">A time of creation is malformed.</exception>
    public WrappedKeyGroup ToGroup() => new([.. _known.Select(ToWrapped), .. _unknown]);

    private static WrappedKey ToWrapped((MasterKey Key, string Enc, string? CreatedAt) entry) =>
        new(entry.Key, entry.Enc, entry.CreatedAt is null ? (Timestamp?)null : MetadataTime.Parse(entry.CreatedAt));

    private static IEnumerable<MapNode> EntriesOf(ListNode list) => list.Items.OfType<MapNode>();

    private static string? EncOf(MapNode entry) => (WeakValue.Find(entry, MetadataFields.Enc) as StringNode)?.Value.RevealText();
}
