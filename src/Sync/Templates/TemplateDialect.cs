using SecretsKit.Core.Data;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Sync.Templates;

/// <summary>
/// The functions of templates of mappings (spec external-secrets.md 7): Go's and Sprig's without environment, files and network. Built on
/// first use.
/// </summary>
internal static class TemplateDialect
{
    private static readonly Lazy<FunctionTable> Table = new(Create);

    /// <summary>The functions; never changed.</summary>
    public static FunctionTable Functions => Table.Value;

    // What charts have and mappings do not.
    private static readonly string[] Absent = ["env", "expandenv", "getHostByName", "toToml", "fromToml", "mustToToml", "toYamlPretty",
        "fromYamlArray", "fromJsonArray", "include", "tpl", "required", "lookup"];

    private static FunctionTable Create()
    {
        var table = new FunctionTable().AddBuiltins().AddSprig(new());
        YamlFunctions.AddTo(table, withMustToYaml: false);
        foreach (var name in Absent)
        {
            table.Remove(name);
        }

        table.Add("fail", static (_, a) => throw new FunctionException(TemplateText.Of(a[0])), ParameterType.String);
        table.Add("hello", static (_, _) => Value.Of("Hello!"));
        return table.AddDifferences().AddEncodings().AddPem().AddKeys().AddChains().AddPkcs12();
    }
}
