using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>A creation rule (spec sops.md 9.3). Its keys are not looked at before it is the rule of a file.</summary>
public sealed class CreationRule
{
    internal CreationRule()
    {
    }

    /// <summary>The regular expression for paths; empty matches every path.</summary>
    public string PathRegex { get; internal init; } = "";

    /// <summary>Groups needed to recover a data key; 0 when not given.</summary>
    public int ShamirThreshold { get; internal init; }

    /// <summary>Which values are encrypted.</summary>
    public SelectionFields Selection { get; internal init; } = SelectionFields.None;

    /// <summary>Whether the MAC covers only encrypted values.</summary>
    public bool MacOnlyEncrypted { get; internal init; }

    /// <summary>Whether the rule names any key, well formed or not.</summary>
    public bool HasKeys => Groups.Count > 0 || !Flat.IsEmpty;

    internal List<GroupSource> Groups { get; init; } = [];

    internal FlatKeys Flat { get; init; } = new();

    /// <summary>What the rule says.</summary>
    /// <param name="context">The encryption context of AWS keys that are not in groups; they cannot name one themselves.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedConfig"/>: more than one selection field, or a field of the wrong
    /// type; <see cref="ErrorCode.General"/>: a malformed key.
    /// </exception>
    public RuleSettings Resolve(EncryptionContext context)
    {
        Selection.CheckRule();
        List<KeyGroup> groups = Groups.Count > 0 ? Groups.ConvertAll(group => group.Resolve()) : [Flat.Resolve(context)];
        return new(groups, ShamirThreshold, Selection, MacOnlyEncrypted);
    }
}
