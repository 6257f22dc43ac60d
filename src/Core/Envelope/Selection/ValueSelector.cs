using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Selection;

/// <summary>Decides by keys or comments which values are encrypted (spec sops.md part 4). Immutable and safe for concurrent use.</summary>
public sealed class ValueSelector
{
    private readonly byte[]? _suffix;

    private ValueSelector(SelectionKind kind, byte[]? suffix)
    {
        Kind = kind;
        _suffix = suffix;
    }

    internal SelectionKind Kind { get; }

    /// <summary>
    /// Why the regular expression of the rule does not compile, or <see langword="null"/>. Such an expression matches nothing, as in the
    /// reference: an <c>encrypted_regex</c> then encrypts nothing at all, so whoever encrypts should refuse it.
    /// </summary>
    public string? InvalidPattern { get; private init; }

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
            { Count: 0 } => new(SelectionKind.All, null),
            _ => throw new NotSupportedException("regular expressions are not there yet"),
        };
    }

    internal bool MatchesKey(ReadOnlySpan<byte> key) => _suffix is not null && key.EndsWith(_suffix);

    internal bool MatchesComment(ReadOnlySpan<byte> text) => _suffix is not null && text.IsEmpty;
}
