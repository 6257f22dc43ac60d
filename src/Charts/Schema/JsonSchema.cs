using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema;

/// <summary>
/// A compiled JSON Schema of draft-04, 06, 07, 2019-09 or 2020-12 (by <c>$schema</c>; 2020-12
/// without). Never changes: compile it once, check with it on any number of threads. <c>format</c> fails values up
/// to draft-07 only, <c>content*</c> never.
/// </summary>
public sealed class JsonSchema
{
    private readonly bool _tracksEvaluation;

    internal JsonSchema(SchemaNode root, bool tracksEvaluation, IReadOnlyList<string> unresolved) =>
        (Root, _tracksEvaluation, Unresolved) = (root, tracksEvaluation, unresolved);

    internal SchemaNode Root { get; }

    /// <summary>URLs for which the resolver answered <see cref="SchemaSource.Permissive"/>.</summary>
    public IReadOnlyList<string> Unresolved { get; }

    /// <summary>Reads and compiles a schema.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="url">Its own URL, without fragment: the base of its references, unless it names itself.</param>
    /// <param name="resolver">Finds what it refers to.</param>
    /// <exception cref="SchemaException">It is not JSON, not a schema, or refers to what is not there.</exception>
    /// <exception cref="SchemaCostException">It costs more than <see cref="SchemaLimits"/> allow.</exception>
    public static JsonSchema Compile(ReadOnlySpan<byte> text, string url, ISchemaResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(resolver);
        return SchemaCompiler.Compile(SchemaJson.Parse(text), url, resolver, SchemaRules.Values);
    }

    /// <summary>Compiles a schema of a program with rules of its own.</summary>
    /// <param name="root">What <see cref="SchemaJson"/> read.</param>
    /// <param name="url">As above.</param>
    /// <param name="resolver">As above.</param>
    /// <param name="rules">What holds where a schema says nothing.</param>
    /// <exception cref="SchemaException">It is no schema, or refers to what is not there.</exception>
    /// <exception cref="SchemaCostException">It costs more than <see cref="SchemaLimits"/> allow.</exception>
    internal static JsonSchema Compile(Value root, string url, ISchemaResolver resolver, SchemaRules rules) =>
        SchemaCompiler.Compile(root, url, resolver, rules);

    /// <summary>Checks a value.</summary>
    /// <returns>A finding of kind <see cref="FindingKind.Schema"/>, or null if the value fits.</returns>
    /// <exception cref="SchemaCostException">The check costs more than <see cref="SchemaLimits"/> allow.</exception>
    public SchemaFinding? Check(Value value) => Check(value, null);

    /// <summary>Checks a schema with this as its metaschema.</summary>
    /// <param name="value">The schema, or another value.</param>
    /// <param name="metaschemaAt">
    /// Finds by its pointer the metaschema of an inner schema of another draft; null where there is none.
    /// </param>
    /// <inheritdoc cref="Check(Value)"/>
    internal SchemaFinding? Check(Value value, Func<string, SchemaNode?>? metaschemaAt)
    {
        try
        {
            return Frame.Check(Root, value, new CheckSession(_tracksEvaluation) { MetaschemaAt = metaschemaAt }) is { } finding
                ? new(FindingKind.Schema, "", InstancePath.Root(), finding.Unwrapped) { Wanted = Root.Location }
                : null;
        }
        catch (InsufficientExecutionStackException failure)
        {
            throw new SchemaCostException("the schema or the values are nested too deeply", failure);
        }
    }
}
