using SecretsKit.CommandLine;
using SecretsKit.Core.Data.Json;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm get values</c>: the values that the user gave, or all that counted.</summary>
internal static class GetValuesCommand
{
    private static readonly Flag All = new(FlagKind.Switch, "all", "Also the chart's default values.") { Aliases = ["a"] };

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } =
        ReleaseQuery.Row("get values", "Prints the values of a release.", [QueryFlags.Output, All], Print);

    private static void Print(HelmSession session, ParsedFlags flags, Release release)
    {
        var isAll = flags.IsOn(All);
        var values = isAll ? ReleaseText.ComputedValues(session, release) : ReleaseText.UserValues(release);
        var format = QueryFlags.Format(flags);
        if (format == OutputFormat.Table)
        {
            QueryOutput.Print(session, isAll ? "COMPUTED VALUES:\n"u8 : "USER-SUPPLIED VALUES:\n"u8);
            QueryOutput.Print(session, QueryOutput.Yaml(values));
        }
        else
        {
            QueryOutput.Write(session, format, GoJson.Format(values, GoJsonOptions.Compact));
        }
    }
}
