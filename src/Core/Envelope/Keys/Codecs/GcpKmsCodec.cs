using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class GcpKmsCodec() : MasterKeyCodec(KeyType.GcpKms)
{
    public override MasterKey Read(EntryReader entry) => new GcpKmsMasterKey(entry.Text("resource_id"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key) =>
        [Field("resource_id", ((GcpKmsMasterKey)key).ResourceId)];

    /// <summary>Resource ids, separated by commas.</summary>
    public static IEnumerable<MasterKey> Parse(string list) => list.Length == 0 ? [] : list.Split(',').Select(ParseOne);

    public static MasterKey ParseOne(string resourceId) => new GcpKmsMasterKey(resourceId.Replace(" ", "", StringComparison.Ordinal));
}
