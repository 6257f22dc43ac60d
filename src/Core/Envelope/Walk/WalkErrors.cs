using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>The reference tool's sentences about trees that cannot be walked. Keys are named, values never.</summary>
internal static class WalkErrors
{
    private const string Prefix = "Error walking tree: ";

    public static SecretsKitException NonStringKey(ErrorCode code, Node key) => new(
        code, $"{Prefix}Tree contains a non-string key (type {GoTypeOf(key)}): {KeyText(key)}. Only string keys are supported");

    public static SecretsKitException UnknownType(ErrorCode code, Node value) =>
        new(code, $"{Prefix}Cannot walk value, unknown type: {GoTypeOf(value)}");

    public static SecretsKitException NotText(Node value) =>
        new(ErrorCode.DecryptFailed, $"{Prefix}Expected encrypted value as string, but got {GoTypeOf(value)}");

    public static SecretsKitException Undecryptable(SecretsKitException cause) =>
        new(ErrorCode.DecryptFailed, $"{Prefix}Could not decrypt value: {cause.Message}", cause);

    public static SecretsKitException Unencryptable(SecretsKitException cause) =>
        new(ErrorCode.EncryptFailed, $"{Prefix}Could not encrypt value: {cause.Message}", cause);

    public static SecretsKitException NotAComment() =>
        new(ErrorCode.DecryptFailed, $"{Prefix}walkValue of Comment should be either Comment or string, was sops.Comment");

    public static SecretsKitException CommentSelectsItself(ByteString encrypted) => new(
        ErrorCode.EncryptFailed,
        $"{Prefix}Encrypted comment \"{encrypted.RevealText()}\" matches UnencryptedCommentRegex! "
            + "Make sure that UnencryptedCommentRegex cannot match an encrypted comment.");

    private static string GoTypeOf(Node node) => node switch
    {
        IntNode => "int",
        UnsignedNode => "uint64",
        FloatNode => "float64",
        BoolNode => "bool",
        TimeNode => "time.Time",
        StringNode => "string",
        NullNode => "<nil>",
        MapNode => "sops.TreeBranch",
        ListNode => "[]interface {}",
        _ => "sops.Comment",
    };

    private static string KeyText(Node key)
    {
        Span<byte> scratch = stackalloc byte[Values.ScalarText.ScratchSize];
        return key switch
        {
            NullNode => "<nil>",
            BoolNode truth => truth.Value ? "true" : "false",
            UnsignedNode number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            MapNode or ListNode => "a collection",
            _ => new ByteString(Values.ScalarText.Serialize(key, scratch)).RevealText(),
        };
    }
}
