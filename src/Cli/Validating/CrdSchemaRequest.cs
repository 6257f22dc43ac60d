using SecretsKit.Charts.Validation.Definitions;

namespace SecretsKit.Cli.Validating;

/// <summary>Definitions whose schemas are wanted.</summary>
internal sealed record CrdSchemaRequest
{
    /// <summary>Files, folders, URLs or <c>-</c>.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    /// <summary>Where schemas are written.</summary>
    public required string Folder { get; init; }

    /// <summary>How files are named.</summary>
    public required string Format { get; init; }

    /// <summary>How schemas are made.</summary>
    public required CrdSchemaOptions Options { get; init; }
}
