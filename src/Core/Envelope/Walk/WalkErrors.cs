using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

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

    public static SecretsKitException WouldBeReadable(ValuePath path) => new(
        ErrorCode.EncryptFailed,
            $"a value or comment under {Encoding.UTF8.GetString(path.AdditionalData)} is encrypted now and would be written readable");

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

    // As a number given to Go's %s prints.
    private static string KeyText(Node key) => key switch
    {
        NullNode => "%!s(<nil>)",
        BoolNode truth => truth.Value ? "%!s(bool=true)" : "%!s(bool=false)",
        IntNode number => string.Create(CultureInfo.InvariantCulture, $"%!s(int={number.Value})"),
        UnsignedNode number => string.Create(CultureInfo.InvariantCulture, $"%!s(uint64={number.Value})"),
        FloatNode number => $"%!s(float64={GoFloat.Format(number.Value, GoFloatFormat.Sprint)})",
        TimeNode { Value: var time } =>
            Encoding.UTF8.GetString(
                new GoTime(time.UnixSeconds, time.Nanoseconds, ZoneOf(time)).Format(Encoding.UTF8.GetBytes(GoTime.DefaultLayout))),
        _ => "a collection",
    };

    // Go names the zone of a parsed offset by the offset itself.
    private static GoZone ZoneOf(Timestamp time) => time.OffsetSeconds == 0 ? GoZone.Utc : GoZone.Fixed("", time.OffsetSeconds);
}
