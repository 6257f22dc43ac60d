using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Functions;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Rendering;

/// <summary>The functions that charts have: Go's, Sprig's without the environment, and Helm's (spec sprig.md).</summary>
internal static class ChartFunctions
{
    /// <summary>The table of one rendering.</summary>
    public static FunctionTable Create(RenderRequest request, HelmGeneration generation)
    {
        var table = new FunctionTable().AddBuiltins()
            .AddSprig(new() { Helm3 = generation == HelmGeneration.V3, ResolveHost = request.ResolveHost })
            .AddHelmExecution();
        YamlFunctions.AddTo(table, withMustToYaml: generation == HelmGeneration.V4);
        return table.Add("lookup", (_, a) => Lookup(request, a), ParameterType.String, ParameterType.String, ParameterType.String, ParameterType.String);
    }

    /// <summary>The table of a text that is no chart's.</summary>
    public static FunctionTable ForText(HelmGeneration generation) =>
        new FunctionTable().AddBuiltins().AddSprig(new() { Helm3 = generation == HelmGeneration.V3 });

    private static Value Lookup(RenderRequest request, ReadOnlySpan<Value> arguments) => request.Lookup is { } lookup
        ? lookup(Text(arguments[0]), Text(arguments[1]), Text(arguments[2]), Text(arguments[3]))
        : Value.Of(new MapValue());

    private static string Text(Value value) => Encoding.UTF8.GetString(value.StringBytes);
}
