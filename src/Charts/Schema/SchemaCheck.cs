using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Schema;

/// <summary>Checks values against values.schema.json of charts, in Helm's words (spec helm.md 2.6). No state of its own.</summary>
/// <param name="schemas">The schemas that were compiled before, and whose behaviour counts.</param>
/// <param name="log">Gets warnings about references that were not resolved.</param>
/// <param name="quoting">Whether messages quote values. Default: as Helm does.</param>
public sealed class SchemaCheck(CompiledSchemas schemas, IChartLog log, ValueQuoting quoting = ValueQuoting.Shown)
{
    /// <summary>Fetches schemas of http and https URLs. Default null: they are refused.</summary>
    public Func<string, SchemaSource>? Fetch { get; init; }

    /// <summary>Checks a chart's values and those of its subcharts.</summary>
    /// <param name="chart">With the subcharts that take part.</param>
    /// <param name="values">Coalesced, those of subcharts under their names.</param>
    /// <returns>Helm's text without its heading, a section for each chart that failed; empty if there is none.</returns>
    public string Sections(ResolvedChart chart, MapValue values) => Sections(chart, values, out _);

    /// <summary>Checks as <see cref="Sections(ResolvedChart, MapValue)"/> does.</summary>
    /// <exception cref="ChartException">Some values do not fit, or some schema cannot be used; the message is Helm's.</exception>
    public void Require(ResolvedChart chart, MapValue values)
    {
        if (Sections(chart, values, out var unusable) is { Length: > 0 } sections)
        {
            throw new ChartException("values don't meet the specifications of the schema(s) in the following chart(s):\n" + sections)
            {
                Cause = unusable ?? new ChartCause(ChartFault.SchemaViolated),
            };
        }
    }

    /// <summary>Checks values against one schema, subcharts left out, as lint does for values.yaml.</summary>
    /// <param name="schema">The text of values.schema.json.</param>
    /// <param name="values">The values.</param>
    /// <returns>
    /// The lines that Helm prints, with its line break at the end unless the schema itself is the failure; null if the values fit.
    /// </returns>
    public string? Validate(byte[] schema, MapValue values) =>
        Validate(schema, values, out _);

    /// <inheritdoc cref="Validate(byte[], MapValue)"/>
    /// <param name="schema">The text of values.schema.json.</param>
    /// <param name="values">The values.</param>
    /// <param name="unusable">Why the schema itself cannot be used; null if it can.</param>
    public string? Validate(byte[] schema, MapValue values, out FailureCause? unusable)
    {
        ArgumentNullException.ThrowIfNull(schema);
        unusable = null;
        try
        {
            return Find(schema, values) is { } finding ? FindingText.Lines(finding, quoting) + "\n" : null;
        }
        catch (SchemaException failure)
        {
            unusable = failure.Causes.FirstOrDefault();
            return failure.Message;
        }
        catch (SchemaCostException failure)
        {
            return "unable to validate schema: " + failure.Message;
        }
    }

    /// <summary>Checks values against one schema.</summary>
    /// <returns>What is wrong, as data; null if the values fit.</returns>
    /// <exception cref="SchemaException">The schema cannot be used.</exception>
    /// <exception cref="SchemaCostException">A limit was reached.</exception>
    public SchemaFinding? Find(byte[] schema, MapValue values)
    {
        var compiled = schemas.Get(schema, Fetch);
        foreach (var url in compiled.Unresolved)
        {
            log.Write(new(NoticeLevel.Warn, "unresolved URN reference ignored; using permissive schema", ("urn", url)));
        }

        return compiled.Check(Value.Of(values));
    }

    private string Sections(ResolvedChart chart, MapValue values, out FailureCause? unusable)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(values);
        var text = new StringBuilder();
        unusable = null;
        Append(text, chart, values, ref unusable);
        return text.ToString();
    }

    // The first schema that cannot be used says why.
    private void Append(StringBuilder text, ResolvedChart chart, MapValue values, ref FailureCause? unusable)
    {
        if (chart.Source.Schema is { } schema && Validate(schema, values, out var problem) is { } lines)
        {
            text.Append(chart.Name).Append(":\n").Append(lines);
            unusable ??= problem;
        }

        foreach (var child in chart.Dependencies)
        {
            if (!values.TryGet(new(child.Name), out var own) || own.IsNil)
            {
                continue;
            }

            if (JsonKind.Plain(own).AsMap is { } table)
            {
                Append(text, child, table, ref unusable);
            }
            else
            {
                text.Append(child.Name)
                    .Append(":\ninvalid type for values: expected object (map), got ")
                    .Append(own.Type!.Name)
                    .Append('\n');
            }
        }
    }
}
