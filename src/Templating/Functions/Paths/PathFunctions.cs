using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Paths;

/// <summary>
/// Paths; those of the operating system are slash paths too, on every platform, so that a chart
/// renders the same everywhere (spec sprig.md 13).
/// </summary>
internal static class PathFunctions
{
    public static FunctionTable AddPaths(this FunctionTable table)
    {
        foreach (var (name, osName, body) in new (string, string, FunctionBody)[]
        {
            ("base", "osBase", static (_, a) => Value.Of(SlashPath.Base(a[0].StringBytes))),
            ("dir", "osDir", static (_, a) => Value.Of(SlashPath.Directory(a[0].StringBytes))),
            ("clean", "osClean", static (_, a) => Value.Of(SlashPath.Clean(a[0].StringBytes))),
            ("ext", "osExt", static (_, a) => Value.Of(SlashPath.Extension(a[0].StringBytes))),
            ("isAbs", "osIsAbs", static (_, a) => Value.Of(a[0].StringBytes is [(byte)'/', ..])),
        })
        {
            table.Add(name, body, P.String).Add(osName, body, P.String);
        }

        return table;
    }
}
