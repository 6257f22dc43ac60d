using System.Globalization;
using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>The reference tool's sentences about trees that cannot be walked. Keys are named, values never.</summary>
internal static class WalkErrors
{
    private const string Prefix = "Error walking tree: ";

    public static SecretsKitException NonStringKey(ErrorCode code, Node key, string path) => Of(
        code,
        $"Tree contains a non-string key (type {GoTypeName.Of(key)}): {KeyText(key)}. Only string keys are supported",
        new(ValueFault.KeyIsNotText, path),
        $"a key {Within(path)} is not text but of type {GoTypeName.Of(key)}; sops takes only text");

    public static SecretsKitException UnknownType(ErrorCode code, Node value, string path) => Of(
        code,
        $"Cannot walk value, unknown type: {GoTypeName.Of(value)}",
        new(ValueFault.UnsupportedType, path),
        $"the number at {path} is larger than sops can encrypt");

    public static SecretsKitException NotText(Node value, string path) => Of(
        ErrorCode.DecryptFailed,
        $"Expected encrypted value as string, but got {GoTypeName.Of(value)}",
        new(ValueFault.NotEncrypted, path),
        $"the value at {path} should be encrypted text and is of type {GoTypeName.Of(value)}");

    public static SecretsKitException Undecryptable(SecretsKitException cause, string path) => Of(
        ErrorCode.DecryptFailed,
        $"Could not decrypt value: {cause.Message}",
        new(ValueFault.Undecryptable, path),
        $"the value at {path} does not decrypt: {cause.Message}",
        cause);

    public static SecretsKitException NotCiphertext(SecretsKitException cause, string path) => Of(
        ErrorCode.DecryptFailed,
        $"Could not decrypt value: {cause.Message}",
        new(ValueFault.NotEncrypted, path),
        $"the value at {path} is readable, and should be encrypted",
        cause);

    public static SecretsKitException Unencryptable(SecretsKitException cause, string path) => Of(
        ErrorCode.EncryptFailed,
        $"Could not encrypt value: {cause.Message}",
        new(ValueFault.UnsupportedType, path),
        $"the value at {path} cannot be encrypted: {cause.Message}",
        cause);

    public static SecretsKitException NotAComment(string path) => Of(
        ErrorCode.DecryptFailed,
        $"walkValue of Comment should be either Comment or string, was sops.Comment",
        new(ValueFault.NotAComment, path),
        $"a comment {Within(path)} decrypts to something that is not text");

    public static SecretsKitException CommentSelectsItself(ByteString encrypted, string path) => Of(
        ErrorCode.EncryptFailed,
        $"Encrypted comment \"{encrypted.RevealText()}\" matches UnencryptedCommentRegex! "
            + $"Make sure that UnencryptedCommentRegex cannot match an encrypted comment.",
        new(ValueFault.CommentSelectsItself, path),
        $"a comment {Within(path)} matches unencrypted_comment_regex when it is encrypted, so that nothing could decrypt it");

    public static SecretsKitException WouldBeReadable(string path)
    {
        var problem = DisplayText.Message($"a value or comment {Within(path)} is encrypted now and would be written readable");
        return new(ErrorCode.EncryptFailed, problem) { Cause = new ValueCause(ValueFault.WouldBeReadable, path) };
    }

    private static SecretsKitException Of(
        ErrorCode code, MessageText reference, ValueCause cause, MessageText problem, SecretsKitException? inner = null) =>
        new(code, Prefix + reference.ToStringAndClear(), inner) { Cause = cause, Problem = problem.ToStringAndClear() };

    private static string Within(string path) => path.Length == 0 ? "at the top of the document" : "under " + path;

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
