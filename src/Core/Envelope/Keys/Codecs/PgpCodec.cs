using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class PgpCodec() : MasterKeyCodec(KeyType.Pgp)
{
    public override MasterKey Read(EntryReader entry) => new PgpMasterKey(entry.Text("fp"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key) => [Field("fp", ((PgpMasterKey)key).Fingerprint)];

    /// <summary>Fingerprints, separated by commas.</summary>
    public static IEnumerable<MasterKey> Parse(string list) => list.Length == 0 ? [] : list.Split(',').Select(ParseOne);

    public static MasterKey ParseOne(string fingerprint) => new PgpMasterKey(fingerprint.Replace(" ", "", StringComparison.Ordinal));
}
