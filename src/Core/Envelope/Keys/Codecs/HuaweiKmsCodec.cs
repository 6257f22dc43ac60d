using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class HuaweiKmsCodec() : MasterKeyCodec(KeyType.HuaweiKms)
{
    public override MasterKey Read(EntryReader entry) => new HuaweiKmsMasterKey(entry.Text("key_id"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key) => [Field("key_id", ((HuaweiKmsMasterKey)key).KeyId)];

    /// <summary>Key ids, separated by commas; empty ones are skipped.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: an id is not <c>region:uuid</c>.</exception>
    public static IEnumerable<MasterKey> Parse(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOne);

    public static MasterKey ParseOne(string keyId)
    {
        var trimmed = keyId.Trim();
        var problem = trimmed.Split(':', 2, StringSplitOptions.TrimEntries) switch
        {
            [_] => "invalid key ID format: expected 'region:key-uuid', got ",
            ["", _] => "region cannot be empty in key ID: ",
            [_, ""] => "key UUID cannot be empty in key ID: ",
            _ => null,
        };
        return problem is null
            ? new HuaweiKmsMasterKey(keyId)
            : throw new SecretsKitException(ErrorCode.General, problem + GoQuote.Format(trimmed)) 
            {
                Cause = new KeyTextCause(trimmed, "a key is as REGION:UUID"),
            };
    }
}
