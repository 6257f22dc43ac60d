using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>Flags that several query commands have.</summary>
internal static class QueryFlags
{
    public static readonly Flag Output = new(FlagKind.Text, "output", "table, json or yaml.")
    {
        Aliases = ["o"],
        Default = "table",
        Values = ["table", "json", "yaml"],
    };

    public static readonly Flag Revision = new(FlagKind.Number, "revision", "The revision instead of the latest.");

    /// <summary>The format that is asked for.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: there is no such format.</exception>
    public static OutputFormat Format(ParsedFlags flags) => flags.Text(Output) switch
    {
        "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        var other => throw new SecretsKitException(
            ErrorCode.Usage, $"invalid argument {GoQuote.Format(other)} for \"-o, --output\" flag: invalid format type"),
    };
}
