namespace SecretsKit.Charts.Schema;

/// <summary>What a resolver has for a URL: a text, a schema that accepts all, or a reason why neither.</summary>
public sealed record SchemaSource
{
    private SchemaSource(byte[]? text, string? refusal) => (Text, Refusal) = (text, refusal);

    /// <summary>Accepts every value; the schema remembers that it came to this (<see cref="JsonSchema.Unresolved"/>).</summary>
    public static SchemaSource Permissive { get; } = new(null, null);

    /// <summary>The JSON text, or null.</summary>
    public byte[]? Text { get; }

    /// <summary>Why there is nothing, or null.</summary>
    public string? Refusal { get; }

    /// <summary>A schema's text.</summary>
    public static SchemaSource Found(byte[] text) => new(text, null);

    /// <summary>Nothing: compilation fails with this reason.</summary>
    public static SchemaSource Refused(string reason) => new(null, reason);
}
