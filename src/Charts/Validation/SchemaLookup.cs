using SecretsKit.Charts.Schema;

namespace SecretsKit.Charts.Validation;

/// <summary>What came of looking for a schema.</summary>
/// <param name="Schema">The schema; null where there is none.</param>
/// <param name="Problem">Why it cannot be said whether there is one; null otherwise.</param>
internal sealed record SchemaLookup(JsonSchema? Schema, string? Problem)
{
    /// <summary>Where the schema is; it may carry a password.</summary>
    public string Url { get; init; } = "";

    /// <summary>No location has one.</summary>
    public static SchemaLookup None { get; } = new(null, null);
}
