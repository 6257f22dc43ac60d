using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Builtins;

/// <summary>The functions that Go's template language has by itself (spec go-template.md 4).</summary>
public static class BuiltinFunctions
{
    private static readonly FunctionBody Unreachable = static (_, _) => throw new System.Diagnostics.UnreachableException();

    /// <summary>Adds them all.</summary>
    /// <returns>The table.</returns>
    public static FunctionTable AddBuiltins(this FunctionTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        AddLogic(table);
        AddAccess(table);
        AddText(table);
        return table;
    }

    private static void AddLogic(FunctionTable table)
    {
        var any = ParameterType.Any;
        table.Add(new Function("and", [any], any, Unreachable) { Deciding = false });
        table.Add(new Function("or", [any], any, Unreachable) { Deciding = true });
        table.Add("not", static (_, a) => Value.Of(!Truth.Of(a[0])), any);
        table.AddVariadic("eq", static (_, a) => Value.Of(Comparison.EqualsAny(a)), any, any);
        table.Add("ne", static (_, a) => Value.Of(!Comparison.AreEqual(a[0], a[1])), any, any);
        table.Add("lt", static (_, a) => Value.Of(Comparison.IsLess(a[0], a[1])), any, any);
        table.Add("le", static (_, a) => Value.Of(Comparison.IsLess(a[0], a[1]) || Comparison.AreEqual(a[0], a[1])), any, any);
        table.Add("gt", static (_, a) => Value.Of(!Comparison.IsLess(a[0], a[1]) && !Comparison.AreEqual(a[0], a[1])), any, any);
        table.Add("ge", static (_, a) => Value.Of(!Comparison.IsLess(a[0], a[1])), any, any);
    }

    private static void AddAccess(FunctionTable table)
    {
        var any = ParameterType.Any;
        table.AddVariadic("index", static (_, a) => Indexing.Index(a[0], a[1..]), any, any);
        table.AddVariadic("slice", static (context, a) => Indexing.Slice(context, a[0], a[1..]), any, any);
        table.Add(
            "len",
            static (context, a) => Value.Int(Indexing.Length(a[0], context is EvaluationContext { FirstArgumentIsInvalid: true })),
            any);
        table.AddVariadic("call", Call, any, any);
    }

    private static void AddText(FunctionTable table)
    {
        var any = ParameterType.Any;
        table.AddVariadic("print", static (context, a) => Scratch.Collect(context, a, GoPrint.Write), any);
        table.AddVariadic("println", static (context, a) => Scratch.Collect(context, a, GoPrint.WriteLine), any);
        table.AddVariadic(
            "printf",
            static (context, a) =>
                Scratch.Collect(context, a, static (output, all) => GoPrintf.Write(output, all[0].StringBytes, all[1..])),
            any,
            ParameterType.String);
        table.AddVariadic("html", static (context, a) => Escaping.Escape(context, a, Escaping.WriteHtml), any);
        table.AddVariadic("js", static (context, a) => Escaping.Escape(context, a, Escaping.WriteJavaScript), any);
        table.AddVariadic("urlquery", static (context, a) => Escaping.Escape(context, a, Escaping.WriteQuery), any);
    }

    // No value of this language is a function, so that all there is are refusals.
    private static Value Call(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var callee = arguments[0];
        if (callee.IsNil)
        {
            throw new FunctionException("call of nil");
        }

        var written = context is EvaluationContext { FirstArgumentText: { Length: > 0 } text } ? text
            : callee.IsString ? GoText.Show(callee)
            : $"<{callee.Type} Value>";
        throw new FunctionException($"non-function {written} of type {callee.Type}");
    }
}
