using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>A change as pages show it.</summary>
/// <param name="Title">What became of which object.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Lines">The lines that are shown; null for what is left out.</param>
internal sealed record TitledChange(string Title, ChangeKind Kind, IReadOnlyList<ComparedLine?> Lines)
{
    /// <summary>Why, as sentences; empty where that was not asked.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];
}
