
namespace SecretsKit.Charts.Inputs;

/// <summary>What a command line says of values: paths and arguments as they were given, nothing read yet.</summary>
public sealed record ValueArguments
{
    /// <summary>Paths of values files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Arguments of <c>--set-json</c>.</summary>
    public IReadOnlyList<string> Json { get; init; } = [];

    /// <summary>Arguments of <c>--set</c>.</summary>
    public IReadOnlyList<string> Plain { get; init; } = [];

    /// <summary>Arguments of <c>--set-string</c>.</summary>
    public IReadOnlyList<string> Strings { get; init; } = [];

    /// <summary>Arguments of <c>--set-file</c>.</summary>
    public IReadOnlyList<string> FileContents { get; init; } = [];

    /// <summary>Arguments of <c>--set-literal</c>.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Files.Count + Json.Count + Plain.Count + Strings.Count + FileContents.Count + Literals.Count == 0;
}
