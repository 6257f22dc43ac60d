using System.Text;
using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.Sops;

/// <summary>Replaces what differs from run to run by the placeholders of the golden data; everything else is compared by byte.</summary>
internal static partial class Masks
{
    public static string Apply(string text, string? workingDirectory, string temporary) =>
        TemporaryName().Replace(Apply(text, workingDirectory).Replace(temporary, "<TMP>", StringComparison.Ordinal), "<TMP>/.sops<RANDOM>");

    public static string Apply(string text, string? workingDirectory = null)
    {
        text = Value().Replace(text, "ENC[*,type:$1]");
        text = AgeBlock().Replace(text, "$1<AGE>$2");
        text = PgpBlock().Replace(text, "$1<PGP>$2");
        text = VaultText().Replace(text, "vault:v1:<VAULT>");
        text = LogTime().Replace(text, "<LOGTIME>");
        text = Time().Replace(text, "<TIME>");
        return workingDirectory is null ? text : text.Replace(workingDirectory, "<DIR>", StringComparison.Ordinal);
    }

    /// <summary>Bytes read one to one, so that text that is not UTF-8 survives masking and comparing.</summary>
    public static string Apply(ReadOnlySpan<byte> bytes, string? workingDirectory = null) => Apply(Text(bytes), workingDirectory);

    /// <summary>
    /// An expected message without the plaintext that the reference quotes: ours echoes only what is shaped like ciphertext, and names the
    /// line of a file that does not parse.
    /// </summary>
    public static string WithoutPlaintext(string error)
    {
        error = QuotedValue().Replace(error, "Input string does not match");
        error = QuotedNumber().Replace(error, "parsing: ");
        error = QuotedTime().Replace(error, "parsing time as ");
        error = QuotedTimeRest().Replace(error, "$1cannot parse as ");
        return QuotedComment().Replace(error, "$1");
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    [GeneratedRegex(@"ENC\[AES256_GCM,data:[^,\]]+,iv:[^,\]]+,tag:[^,\]]+,type:([a-z]+)\]")]
    private static partial Regex Value();

    [GeneratedRegex(
        @"(-----BEGIN AGE ENCRYPTED FILE-----(?:\n\s*|\\n))(?:(?!-----END).)*?((?:\n\s*|\\n)-----END AGE ENCRYPTED FILE-----)",
        RegexOptions.Singleline)]
    private static partial Regex AgeBlock();

    [GeneratedRegex(
        @"(-----BEGIN PGP MESSAGE-----(?:\n|\\n))(?:(?!-----END).)*?((?:\n[ ]*|\\n)-----END PGP MESSAGE-----)", RegexOptions.Singleline)]
    private static partial Regex PgpBlock();

    [GeneratedRegex(@"vault:v1:[A-Za-z0-9+/=]+")]
    private static partial Regex VaultText();

    [GeneratedRegex(@"Input string (?!ENC\[[^\n]*\] does).* does not match", RegexOptions.Singleline)]
    private static partial Regex QuotedValue();

    [GeneratedRegex(@"(?<=Could not decrypt value: strconv\.\w+: )parsing ""[^""]*"": ")]
    private static partial Regex QuotedNumber();

    [GeneratedRegex(@"(?<=Could not decrypt value: )parsing time ""[^""]*"" as ")]
    private static partial Regex QuotedTime();

    [GeneratedRegex(@"(Could not decrypt value: parsing time as [^\n]*)cannot parse ""[^""]*"" as ")]
    private static partial Regex QuotedTimeRest();

    [GeneratedRegex(@"(older version of SOPS\."") comment=(?!""?ENC\[)[^\n]*")]
    private static partial Regex QuotedComment();

    [GeneratedRegex(@"<TMP>/\.sops[0-9A-Za-z]+")]
    private static partial Regex TemporaryName();

    [GeneratedRegex(@"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d")]
    private static partial Regex LogTime();

    [GeneratedRegex(@"(?<=(?:lastmodified|created_at)""?\s*[:=]\s*""?)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|(?<=time="")[^""]*(?="")")]
    private static partial Regex Time();
}
