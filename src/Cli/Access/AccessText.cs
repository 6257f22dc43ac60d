using System.Globalization;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Access;

/// <summary>Recipients and rules in words. All of it comes from files of strangers, so whatever is not printable ASCII is quoted.</summary>
internal static class AccessText
{
    private const int LongestVendorId = 240;
    private const int LongestId = 80;

    /// <summary>A recipient: the type of key and its id, whole.</summary>
    public static string Of(MasterKey key) => $"{Visible(key.Type.Field)} {Visible(key.Id)}";

    /// <summary>A recipient in a message: a long id is cut, but for those of vendors, which differ at their ends.</summary>
    public static string Short(MasterKey key) =>
        Of(key) is var text && text.Length > LongestId && (key.Type == KeyType.Age || text.Length > LongestVendorId)
            ? text[..(key.Type == KeyType.Age ? LongestId : LongestVendorId)] + "..." : text;

    /// <summary>A selection: the field and its value.</summary>
    public static string Of(SelectionFields fields) => fields switch
    {
        { UnencryptedSuffix.Length: > 0 } => "unencrypted_suffix " + Visible(fields.UnencryptedSuffix),
        { EncryptedSuffix.Length: > 0 } => "encrypted_suffix " + Visible(fields.EncryptedSuffix),
        { UnencryptedRegex.Length: > 0 } => "unencrypted_regex " + Visible(fields.UnencryptedRegex),
        { EncryptedRegex.Length: > 0 } => "encrypted_regex " + Visible(fields.EncryptedRegex),
        { UnencryptedCommentRegex.Length: > 0 } => "unencrypted_comment_regex " + Visible(fields.UnencryptedCommentRegex),
        { EncryptedCommentRegex.Length: > 0 } => "encrypted_comment_regex " + Visible(fields.EncryptedCommentRegex),
        _ => "all values",
    };

    /// <summary>How many groups open a file: <c>2 of 3</c>.</summary>
    public static string Needed(AccessPolicy policy) =>
        string.Create(CultureInfo.InvariantCulture, $"{policy.Needed} of {policy.Groups.Count}");

    /// <summary>
    /// A policy line by line, each of them clear without the others. The order of recipients within a
    /// group says nothing, so they are sorted; no wrapped key and no time, so that the lines of two
    /// versions differ exactly where the policies do.
    /// </summary>
    public static IEnumerable<string> Lines(AccessPolicy policy)
    {
        var isSplit = policy.Groups.Count > 1;
        if (isSplit)
        {
            yield return "groups needed: " + Needed(policy);
        }

        for (var number = 0; number < policy.Groups.Count; number++)
        {
            var place = isSplit ? string.Create(CultureInfo.InvariantCulture, $"group {number}: ") : "";
            foreach (var recipient in policy.Groups[number].Keys.Select(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                yield return $"{place}recipient: {recipient}";
            }
        }

        yield return "selection: " + Of(policy.Selection);
        yield return "mac_only_encrypted: " + (policy.MacOnlyEncrypted ? "true" : "false");
    }

    private static string Visible(string text) =>
        text.Length > 0 && text.All(c => c is >= ' ' and <= '~') && text[0] is not ('"' or ' ') && text[^1] != ' '
            ? text
            : GoQuote.Format(text, GoQuoteStyle.Ascii);
}
