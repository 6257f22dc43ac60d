namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>Bounds on what a schema may cost. Values schemas come with charts from anywhere.</summary>
public static class SchemaLimits
{
    /// <summary>Deepest nesting of a schema's JSON.</summary>
    public const int MaxJsonDepth = 500;

    /// <summary>Deepest nesting of schemas while a value is checked: references and applicators count.</summary>
    public const int MaxDepth = 4_000;

    /// <summary>
    /// Most steps of one check: a schema applied to a value, a property or an item looked at, a value
    /// compared, a few instructions of a pattern. Some ten nanoseconds each; ten megabytes of values take a tenth of them.
    /// </summary>
    public const int MaxSteps = 100_000_000;

    /// <summary>Most documents that one schema may pull in.</summary>
    public const int MaxDocuments = 1_000;

    /// <summary>Most digits of a number in a schema.</summary>
    public const int MaxNumberLength = 10_000;
}
