using SecretsKit.Charts.Schema.Evaluation;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary>One keyword of a schema, or a few that work together. Fixed and safe on all threads.</summary>
internal abstract class Keyword
{
    /// <summary>Looks at the value of the frame and reports there.</summary>
    /// <exception cref="SchemaCostException">A limit was reached.</exception>
    public abstract void Check(Frame frame);
}
