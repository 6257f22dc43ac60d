using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>One cause of a change. It may hold secrets, so its text shows kind and subject alone.</summary>
/// <param name="Kind">What kind of cause.</param>
/// <param name="Subject">
/// The path of a value, the name of a template, or who changed a live object; empty where the kind says it all.
/// </param>
/// <param name="Fields">Where it shows in the object: <c>spec.replicas</c>; empty for an object that comes or goes as a whole.</param>
public sealed record ChangeCause(CauseKind Kind, string Subject, IReadOnlyList<string> Fields)
{
    /// <summary>For values: where the new one comes from: a file, a flag or a chart. Default empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>For values and versions: what it was; null where there was none, or it may not be shown.</summary>
    public Value? Old { get; init; }

    /// <summary>For values and versions: what it is; null where there is none, or it may not be shown.</summary>
    public Value? Now { get; init; }

    /// <summary>Kind and subject.</summary>
    public override string ToString() => $"{Kind} {Subject}";
}
