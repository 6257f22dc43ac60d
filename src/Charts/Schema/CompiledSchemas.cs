using System.Collections.Concurrent;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;

namespace SecretsKit.Charts.Schema;

/// <summary>
/// The compiled schemas of one chart and its subcharts, each compiled when a check first needs it and kept as long as this object. Safe for
/// concurrent use.
/// </summary>
/// <param name="generation">Whose behaviour counts.</param>
public sealed class CompiledSchemas(HelmGeneration generation)
{
    private const string Url = "file:///values.schema.json";

    // By array: a loaded chart holds one for each schema, and an aliased subchart shares it.
    private readonly ConcurrentDictionary<byte[], JsonSchema> _compiled = new();

    /// <summary>The schema of a text.</summary>
    /// <param name="text">JSON, lent for as long as this object lives: it must not change.</param>
    /// <param name="fetch">Fetches what it refers to by http or https, once; what was fetched is kept with it. Null for nothing.</param>
    /// <exception cref="SchemaException">It cannot be used; asked again, it fails again.</exception>
    /// <exception cref="SchemaCostException">It costs more than <see cref="SchemaLimits"/> allow.</exception>
    public JsonSchema Get(byte[] text, Func<string, SchemaSource>? fetch)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Two threads may both compile; either result serves.
        return _compiled.TryGetValue(text, out var known)
            ? known
            : _compiled.GetOrAdd(text, JsonSchema.Compile(text, Url, new ChartSchemaResolver(generation, fetch)));
    }
}
