using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>A number of a JSON text: its exact value, and its spelling, which messages show.</summary>
internal sealed class JsonNumber(string text, ExactNumber exact) : GoObject
{
    private static readonly GoType NumberType = GoType.Named("json.Number", GoKind.String);

    public string Text { get; } = text;

    public ExactNumber Exact { get; } = exact;

    public override GoType Type => NumberType;
}
