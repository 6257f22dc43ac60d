using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Lines;

namespace SecretsKit.Charts.Comparison;

/// <summary>What became of a resource.</summary>
public enum ChangeKind
{
    /// <summary>Only the new rendering has it.</summary>
    Added,

    /// <summary>Only the old rendering has it.</summary>
    Removed,

    /// <summary>Both have it, not alike.</summary>
    Changed,
}

/// <summary>A resource that differs between two renderings. What it shows holds no secret unless secrets were asked for.</summary>
public sealed class ResourceChange
{
    private readonly IReadOnlyList<ByteString> _old;
    private readonly IReadOnlyList<ByteString> _new;
    private readonly IReadOnlyList<LineChange> _changes;
    private readonly SecretMask _mask;
    private readonly HashSet<string> _onBothSides;

    internal ResourceChange(
        ChangeKind kind, ManifestDocument document, IReadOnlyList<ByteString> old, IReadOnlyList<ByteString> now, SecretMask mask)
    {
        (Kind, Identity, ApiVersion) = (kind, document.Identity, document.ApiVersion);
        (_old, _new, _mask) = (old, now, mask);
        _changes = LineDifference.Of(old, now);
        _onBothSides = SecretMask.Placeholders(old);
        _onBothSides.IntersectWith(SecretMask.Placeholders(now));
    }

    /// <summary>What became of it.</summary>
    public ChangeKind Kind { get; }

    /// <summary>Which resource.</summary>
    public ResourceIdentity Identity { get; }

    /// <summary>Group and version, in the new rendering if it is there.</summary>
    public string ApiVersion { get; }

    /// <summary>Whether secrets are masked by where they come from: then what else is shown may equal one, and is none.</summary>
    public bool IsOriginKnown { get; internal init; }

    /// <summary>Whether no line differs: the texts differ in what masks hide, or in blanks around them.</summary>
    internal bool IsEmpty => _changes.Count == 0;

    /// <summary>What differs, with lines around it.</summary>
    /// <param name="context">How many lines around a change; 0 or more.</param>
    public IReadOnlyList<Hunk> Hunks(int context) => Hunk.Group(_changes, _old.Count, context);

    /// <summary>Where in the document a hunk begins, as <c>spec.template.spec.containers[web]</c>; empty at its top.</summary>
    public string PathOf(Hunk hunk)
    {
        ArgumentNullException.ThrowIfNull(hunk);
        var isRemoval = Kind == ChangeKind.Removed;
        var path = YamlPath.Above(isRemoval ? _old : _new, isRemoval ? hunk.Changes[0].OldStart : hunk.Changes[0].NewStart);
        return _mask.Show(path, static _ => RedactionScope.Mark);
    }

    /// <summary>The text of a line of a hunk, without its sign. For a secret that only one side has, it says which.</summary>
    public string TextOf(HunkLine line)
    {
        var text = (line.Kind == HunkLineKind.Added ? _new[line.New] : _old[line.Old]).RevealText();
        return _mask.Show(text, standIn => Kind != ChangeKind.Changed || _onBothSides.Contains(standIn) ? RedactionScope.Mark
            : line.Kind == HunkLineKind.Added ? "[REDACTED, after]" : "[REDACTED, before]");
    }
}
