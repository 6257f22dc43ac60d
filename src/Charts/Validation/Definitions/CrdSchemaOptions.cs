namespace SecretsKit.Charts.Validation.Definitions;

/// <summary>How schemas are made of definitions.</summary>
public sealed record CrdSchemaOptions
{
    /// <summary>
    /// Whether properties beside those that a definition names at its top are refused, too. Default false: many definitions leave out
    /// <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.
    /// </summary>
    public bool DeniesAtRoot { get; init; }
}
