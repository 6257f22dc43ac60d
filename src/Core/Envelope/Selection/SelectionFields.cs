using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Selection;

/// <summary>
/// The six fields that say which values of a file are encrypted, as the metadata, a creation rule or the command line give them
/// (spec sops.md part 4). At most one may be non-empty; none means that everything is encrypted.
/// </summary>
public sealed record SelectionFields
{
    private const string Names =
        "encrypted_suffix, unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or unencrypted_comment_regex";

    /// <summary>No field set: everything is encrypted. Binary files are written so.</summary>
    public static SelectionFields None { get; } = new();

    /// <summary>What holds, and is written, when nobody chose: values under keys that end in <c>_unencrypted</c> stay readable.</summary>
    public static SelectionFields Default { get; } = new() { UnencryptedSuffix = "_unencrypted" };

    /// <summary>Keys with this ending are left readable with all below them.</summary>
    public string UnencryptedSuffix { get; init; } = "";

    /// <summary>Only keys with this ending are encrypted, with all below them.</summary>
    public string EncryptedSuffix { get; init; } = "";

    /// <summary>Keys that match are left readable with all below them.</summary>
    public string UnencryptedRegex { get; init; } = "";

    /// <summary>Only keys that match are encrypted, with all below them.</summary>
    public string EncryptedRegex { get; init; } = "";

    /// <summary>What is under a matching comment is left readable.</summary>
    public string UnencryptedCommentRegex { get; init; } = "";

    /// <summary>Only what is under a matching comment is encrypted.</summary>
    public string EncryptedCommentRegex { get; init; } = "";

    /// <summary>How many fields are set.</summary>
    public int Count =>
        (UnencryptedSuffix.Length > 0 ? 1 : 0) + (EncryptedSuffix.Length > 0 ? 1 : 0) + (UnencryptedRegex.Length > 0 ? 1 : 0)
        + (EncryptedRegex.Length > 0 ? 1 : 0) + (UnencryptedCommentRegex.Length > 0 ? 1 : 0) + (EncryptedCommentRegex.Length > 0 ? 1 : 0);

    /// <summary>Each field of these where it is set, else of <paramref name="fallback"/>: the command line over a creation rule.</summary>
    public SelectionFields Or(SelectionFields fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new()
        {
            UnencryptedSuffix = First(UnencryptedSuffix, fallback.UnencryptedSuffix),
            EncryptedSuffix = First(EncryptedSuffix, fallback.EncryptedSuffix),
            UnencryptedRegex = First(UnencryptedRegex, fallback.UnencryptedRegex),
            EncryptedRegex = First(EncryptedRegex, fallback.EncryptedRegex),
            UnencryptedCommentRegex = First(UnencryptedCommentRegex, fallback.UnencryptedCommentRegex),
            EncryptedCommentRegex = First(EncryptedCommentRegex, fallback.EncryptedCommentRegex),
        };
    }

    /// <summary>These, or <see cref="Default"/> when no field is set.</summary>
    public SelectionFields OrDefault() => Count == 0 ? Default : this;

    /// <summary>
    /// Whether these encrypt, in any document, all that others encrypt. Expressions are not looked
    /// into: two different ones may leave different values readable, so that the answer is no.
    /// </summary>
    public bool Covers(SelectionFields others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return this == others || (Count, others.Count) switch
        {
            (0, _) => true,
            (1, 1) when UnencryptedSuffix.Length > 0 && others.UnencryptedSuffix.Length > 0 =>
                UnencryptedSuffix.EndsWith(others.UnencryptedSuffix, StringComparison.Ordinal),
            (1, 1) when EncryptedSuffix.Length > 0 && others.EncryptedSuffix.Length > 0 =>
                others.EncryptedSuffix.EndsWith(EncryptedSuffix, StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>Refuses more than one field, as the command line words it.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ConflictingOptions"/>.</exception>
    public void CheckCommandLine() => Check(ErrorCode.ConflictingOptions, "Error: ", "in the same file");

    internal void CheckMetadata()
    {
        if (Count > 1)
        {
            throw new SecretsKitException(ErrorCode.MalformedMetadata, $"Cannot use more than one of {Names} in the same file")
            {
                Problem = $"the sops part is damaged: only one of {Names} can be set",
            };
        }
    }

    internal void CheckRule() => Check(ErrorCode.MalformedConfig, "error loading config: ", "for the same rule");

    private static string First(string text, string fallback) => text.Length > 0 ? text : fallback;

    private void Check(ErrorCode code, string heading, string where)
    {
        if (Count > 1)
        {
            var problem = $"cannot use more than one of {Names} {where}";
            throw new SecretsKitException(code, heading + problem) { Problem = problem };
        }
    }
}
