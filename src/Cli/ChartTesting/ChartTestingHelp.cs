using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>Help for the ct command line, from its tables.</summary>
/// <param name="calledAs">The words that call the program.</param>
internal sealed class ChartTestingHelp(string calledAs)
{
    private static readonly (string, string)[] ExitCodes = [("0", "all charts are well"), ("1", "failed"), ("130", "interrupted")];

    /// <summary>All pages.</summary>
    public static DialectPages All()
    {
        var help = new ChartTestingHelp("secretskit ct");
        return new(
            "ct", "the chart-testing command line",
            [("", help.Overview()), .. ChartTestingCommand.All.Select(command => (command.Name, help.Of(command)))]);
    }

    /// <summary>The help of the whole command line.</summary>
    public HelpPage Overview() => new(
        [$"{calledAs} COMMAND [flags]"],
        "Lints, installs and tests the charts that changed; all in process, encrypted values files are decrypted in memory. Each flag is a "
        + "key of ct.yaml, too, and a variable: CT_TARGET_BRANCH for --target-branch.",
        new(
            "commands:",
            [.. ChartTestingCommand.All.Select(command => (string.Join(", ", [command.Name, .. command.Aliases]), command.Summary))]),
        new(
            "examples:",
            [
                ($"{calledAs} list-changed --target-branch main", "which charts changed"),
                ($"{calledAs} lint --all", "all charts"),
                ($"{calledAs} install --charts charts/orders", "in a namespace of its own, which is removed afterwards"),
            ]),
        new("exit codes:", ExitCodes))
    {
        Closing = $"'{calledAs} COMMAND --help' explains a command.",
    };

    /// <summary>The help of a command.</summary>
    public HelpPage Of(ChartTestingCommand command) => new(
        [$"{calledAs} {command.Name} [flags]"],
        command.Summary,
        new("flags:", FlagHelp.Rows(command.Flags.Flags.OrderBy(flag => flag.Name, StringComparer.Ordinal), namesDefaults: true)),
        new("examples:", [Example(command.Name)]),
        new("exit codes:", ExitCodes));

    private (string, string) Example(string command) => command switch
    {
        "lint" => ($"{calledAs} lint --target-branch main", "the charts that changed since the branch began"),
        "install" => ($"{calledAs} install --upgrade", "also from the revision before"),
        "lint-and-install" => ($"{calledAs} lint-and-install --all", "all charts"),
        "list-changed" => ($"{calledAs} list-changed --since HEAD~1", "of the last commit"),
        _ => ($"{calledAs} {command}", "of chart-testing, whose behaviour it is"),
    };
}
