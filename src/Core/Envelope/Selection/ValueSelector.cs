using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Core.Envelope.Selection;

/// <summary>Decides by keys or comments which values are encrypted (spec sops.md part 4). Immutable and safe for concurrent use.</summary>
public sealed class ValueSelector
{
    private readonly byte[]? _suffix;
    private readonly Re2? _pattern;

    private ValueSelector(SelectionKind kind, byte[]? suffix = null) => (Kind, _suffix) = (kind, suffix);

    private ValueSelector(SelectionKind kind, string pattern)
    {
        Kind = kind;
        Re2.TryCompile(pattern, out _pattern, out var problem);
        InvalidPattern = problem;
    }

    internal SelectionKind Kind { get; }

    /// <summary>
    /// Why the regular expression of the rule does not compile, or <see langword="null"/>. Such an expression matches nothing, as in the
    /// reference: an <c>encrypted_regex</c> then encrypts nothing at all, so encryption should refuse it.
    /// </summary>
    public string? InvalidPattern { get; }

    /// <summary>The selector of these fields.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedMetadata"/>: more than one field is set.</exception>
    public static ValueSelector Create(SelectionFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        fields.CheckMetadata();
        return fields switch
        {
            { UnencryptedSuffix.Length: > 0 } => new(SelectionKind.UnlessKey, Encoding.UTF8.GetBytes(fields.UnencryptedSuffix)),
            { EncryptedSuffix.Length: > 0 } => new(SelectionKind.OnlyKey, Encoding.UTF8.GetBytes(fields.EncryptedSuffix)),
            { UnencryptedRegex.Length: > 0 } => new(SelectionKind.UnlessKey, fields.UnencryptedRegex),
            { EncryptedRegex.Length: > 0 } => new(SelectionKind.OnlyKey, fields.EncryptedRegex),
            { UnencryptedCommentRegex.Length: > 0 } => new(SelectionKind.UnlessComment, fields.UnencryptedCommentRegex),
            { EncryptedCommentRegex.Length: > 0 } => new(SelectionKind.OnlyComment, fields.EncryptedCommentRegex),
            _ => new(SelectionKind.All),
        };
    }

    internal bool MatchesKey(ReadOnlySpan<byte> key) => Kind is SelectionKind.UnlessKey or SelectionKind.OnlyKey
        && (_suffix is not null ? key.EndsWith(_suffix) : _pattern is not null && _pattern.IsMatch(key));

    internal bool MatchesComment(ReadOnlySpan<byte> text) =>
        Kind is SelectionKind.UnlessComment or SelectionKind.OnlyComment && _pattern is not null && _pattern.IsMatch(text);
}
