using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class AgeCodec() : MasterKeyCodec(KeyType.Age)
{
    public override bool HasCreationTime => false;

    public override MasterKey Read(EntryReader entry) => new AgeMasterKey(entry.Text("recipient"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key) => [Field("recipient", ((AgeMasterKey)key).Recipient)];

    /// <summary>Recipients, separated by commas. What they are is checked by the key service.</summary>
    public static IEnumerable<MasterKey> Parse(string list) =>
        list.Length == 0 ? [] : list.Split(',').Select(recipient => new AgeMasterKey(recipient.Trim()));
}
