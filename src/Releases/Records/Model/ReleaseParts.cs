using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Model;

/// <summary>What a new revision is made of. May hold secrets, so it is not printed.</summary>
public sealed class ReleaseParts
{
    /// <summary>The name of the release.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace that it is installed into.</summary>
    public required string Namespace { get; init; }

    /// <summary>The revision, from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Its state.</summary>
    public required ReleaseStatus Status { get; init; }

    /// <summary>What happens or happened, for <c>history</c>. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>When its first revision was made.</summary>
    public required Timestamp FirstDeployed { get; init; }

    /// <summary>When this revision was made.</summary>
    public required Timestamp LastDeployed { get; init; }

    /// <summary>The chart.</summary>
    public required ReleaseChart Chart { get; init; }

    /// <summary>The values that the user gave; null where there are none. Lent.</summary>
    public MapValue? Config { get; init; }

    /// <summary>The documents without hooks, each behind the line of its source (spec helm.md 4.7).</summary>
    public ByteString Manifest { get; init; }

    /// <summary>The text of NOTES.txt. Default: empty.</summary>
    public ByteString Notes { get; init; }

    /// <summary>The hooks, in the order of their kinds. Default: none.</summary>
    public IReadOnlyList<ReleaseHook> Hooks { get; init; } = [];

    /// <summary>How objects are written; <see cref="ApplyMethod.Unrecorded"/>, the default, for Helm 3.</summary>
    public ApplyMethod ApplyMethod { get; init; }

    /// <summary>The labels of its user. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Name and revision.</summary>
    public override string ToString() => $"ReleaseParts({Name}.v{Revision})";
}
