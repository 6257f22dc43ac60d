using SecretsKit.Charts.Model;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Charts.Rendering;

/// <summary>The functions that charts have: Go's, Sprig's without the environment, and Helm's (spec sprig.md).</summary>
internal static class ChartFunctions
{
    /// <summary>
    /// The table of a generation's charts. What a rendering may use of its surroundings comes with each call, so that one table serves all.
    /// </summary>
    public static FunctionTable Create(HelmGeneration generation)
    {
        var table = ForText(generation).AddHelmExecution();
        YamlFunctions.AddTo(table, withMustToYaml: generation == HelmGeneration.V4);
        return table;
    }

    /// <summary>The table of a text that is no chart's.</summary>
    public static FunctionTable ForText(HelmGeneration generation) =>
        new FunctionTable().AddBuiltins().AddSprig(new() { Helm3 = generation == HelmGeneration.V3 });
}
