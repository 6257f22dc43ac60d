using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at values that cannot be read or do not fit.</summary>
internal static class ValuesHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context)
    {
        if (causes.First<SetCause>() is { } set)
        {
            return set.Fault switch
            {
                SetFault.NoValue => $"write {set.Flag} KEY=VALUE; a comma in a value is written \\,",
                SetFault.File => $"paths count from {context.Environment.WorkingDirectory}",
                _ => $"write {set.Flag} a.b=VALUE or a.b[0]=VALUE; quote the whole for your shell",
            };
        }

        foreach (var cause in causes.OfType<ChartCause>())
        {
            switch (cause.Fault)
            {
                case ChartFault.SchemaViolated:
                    return "the chart's values.schema.json says what is allowed; --skip-schema-validation renders nevertheless";
                case ChartFault.UnreadableValues:
                    return Unreadable(causes);
                case ChartFault.InvalidReleaseName:
                    return "lower-case letters, digits and dashes, at most 53";
            }
        }

        return null;
    }

    private static string Unreadable(IReadOnlyList<FailureCause> causes) => causes.First<DocumentCause>()?.Fault switch
    {
        DocumentFault.UnexpectedColon => "a value with ': ' in it has to be quoted, and keys of one table stand in one column",
        DocumentFault.MissingColon =>
            "each line is 'key: value', and keys of one table stand in one column; 'git diff --check' finds markers that a merge left",
        DocumentFault.UnexpectedCharacter =>
            "YAML is not indented with tabs, and a value that begins with @, ` or % has to be quoted",
        DocumentFault.Limit => "values of this size are hardly written by hand: is it the right file?",
        DocumentFault.ExcessiveAliasing => "anchors that hold aliases multiply: write the values out",
        _ when causes.OfType<ChartCause>().Any(cause => cause.Fault == ChartFault.ValuesAreNoMap) =>
            "a values file holds keys with values, as 'replicaCount: 2'",
        _ => "keys of one table stand in one column; values with special characters are quoted",
    };
}
