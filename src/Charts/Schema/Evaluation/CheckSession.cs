using System.Runtime.CompilerServices;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>What one check may still cost, and whether it keeps track of evaluated parts.</summary>
internal sealed class CheckSession(bool tracksEvaluation) : ISearchMeter
{
    // Instructions of a search that take as long as a step.
    private const int VisitsPerStep = 2;

    private long _steps;
    private int _depth;

    public bool TracksEvaluation { get; } = tracksEvaluation;

    /// <summary>
    /// Where schemas are checked: finds by its pointer the metaschema of one that may be of another draft, or null for the same. Null where
    /// all are of one draft, and where values are checked.
    /// </summary>
    public Func<string, SchemaNode?>? MetaschemaAt { get; init; }

    public int Depth => _depth;

    /// <exception cref="SchemaCostException">Too many steps.</exception>
    public void Spend(long steps)
    {
        _steps += steps;
        if (_steps > SchemaLimits.MaxSteps)
        {
            throw new SchemaCostException($"the schema takes more than {SchemaLimits.MaxSteps} steps for these values");
        }
    }

    /// <exception cref="SchemaCostException">Nested too deeply, or too many steps.</exception>
    public void Enter()
    {
        Spend(1);
        if (++_depth > SchemaLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SchemaCostException("the schema or the values are nested too deeply");
        }
    }

    public void Leave() => _depth--;

    void ISearchMeter.Visit(long instructions) => Spend(instructions / VisitsPerStep);

    void ISearchMeter.Take(long bytes) => Spend(bytes / VisitsPerStep);
}
