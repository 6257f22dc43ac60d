using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Templating.Builtins;

/// <summary>
/// What Helm adds that needs the execution itself: <c>include</c>, <c>tpl</c>, <c>required</c>, <c>fail</c>,
/// <c>lookup</c> (spec go-template.md 7, sprig.md).
/// </summary>
public static class HelmFunctions
{
    /// <summary>Adds them. They work in executions of a <see cref="TemplateSet"/> only.</summary>
    /// <returns>The table.</returns>
    public static FunctionTable AddHelmExecution(this FunctionTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.Add(
            "include",
            static (context, a) => ((EvaluationContext)context).Include(a[0].StringBytes, a[1]),
            ParameterType.String,
            ParameterType.Any);
        table.Add(
            "tpl",
            static (context, a) => ((EvaluationContext)context).Tpl(a[0].StringBytes, a[1]),
            ParameterType.String,
            ParameterType.Any);
        table.Add("required", Required, ParameterType.String, ParameterType.Any);
        table.Add("fail", static (context, a) => Refuse(context, a[0], LintNoticeKind.Failed), ParameterType.String);
        table.Add("lookup", Lookup, ParameterType.String, ParameterType.String, ParameterType.String, ParameterType.String);
        return table;
    }

    private static Value Lookup(CallContext context, ReadOnlySpan<Value> arguments) => context.Lookup is { } lookup
        ? lookup(Text(arguments[0]), Text(arguments[1]), Text(arguments[2]), Text(arguments[3]))
        : Value.Of(new MapValue());

    private static Value Required(CallContext context, ReadOnlySpan<Value> arguments) =>
        arguments[1].IsNil || arguments[1] is { IsString: true, StringBytes.Length: 0 }
            ? Refuse(context, arguments[0], arguments[1].IsNil ? LintNoticeKind.Missing : LintNoticeKind.Empty)
            : arguments[1];

    private static Value Refuse(CallContext context, Value message, LintNoticeKind kind)
    {
        var text = Text(message);
        if (context is EvaluationContext { Lint: { } lint })
        {
            lint(new(kind, text));
            return Value.EmptyString;
        }

        throw new FunctionException(TemplateErrorText.UserMessageStart + text + TemplateErrorText.UserMessageEnd);
    }

    private static string Text(Value value) => Encoding.UTF8.GetString(value.StringBytes);
}
