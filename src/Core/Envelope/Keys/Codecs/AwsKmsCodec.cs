using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class AwsKmsCodec() : MasterKeyCodec(KeyType.AwsKms)
{
    public override MasterKey Read(EntryReader entry) =>
        new AwsKmsMasterKey(entry.Text("arn"), entry.Text("role"), new(entry.Texts("context")), entry.Text("aws_profile"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key)
    {
        var kms = (AwsKmsMasterKey)key;
        yield return Field("arn", kms.Arn);
        yield return Field("aws_profile", kms.Profile);
        if (!kms.Context.IsEmpty)
        {
            yield return (
                "context", new MapNode([.. kms.Context.Pairs.Select(pair => MapEntry.Of(pair.Key, Field("", pair.Value).Value))]));
        }

        if (kms.Role.Length > 0)
        {
            yield return Field("role", kms.Role);
        }
    }

    /// <summary>ARNs, separated by commas, each with an optional <c>+</c> and the ARN of a role.</summary>
    public static IEnumerable<MasterKey> Parse(string list, EncryptionContext context, string profile) =>
        list.Length == 0 ? [] : list.Split(',').Select(text => ParseOne(text, context, profile));

    private static AwsKmsMasterKey ParseOne(string text, EncryptionContext context, string profile)
    {
        var arn = text.Replace(" ", "", StringComparison.Ordinal);
        var role = arn.IndexOf("+arn:", StringComparison.Ordinal);
        return role > 0 ? new(arn[..role], arn[(role + 1)..], context, profile) : new(arn, "", context, profile);
    }
}
