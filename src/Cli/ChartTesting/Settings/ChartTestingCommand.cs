using SecretsKit.CommandLine;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>A command of chart testing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Flags">Its flags.</param>
internal sealed record ChartTestingCommand(string Name, IReadOnlyList<string> Aliases, string Summary, FlagTable Flags)
{
    /// <summary>All commands, in the order of the help.</summary>
    public static IReadOnlyList<ChartTestingCommand> All { get; } =
    [
        new("lint", [], "Lints changed charts.", Table(ChartTestingFlags.Processing, ChartTestingFlags.Linting)),
        new("install", [], "Installs changed charts in namespaces of their own, tests them and removes them.",
            Table(ChartTestingFlags.Processing, ChartTestingFlags.Installing)),
        new("lint-and-install", ["li"], "Lints changed charts, and installs and tests those that pass.",
            Table(ChartTestingFlags.Processing, ChartTestingFlags.Linting, ChartTestingFlags.Installing)),
        new("list-changed", ["ls-changed", "lsc"], "Lists changed charts.", Table()),
        new("version", [], "Prints the version.", new(ChartTestingFlags.Help)),
    ];

    /// <summary>The command of a name, or null.</summary>
    public static ChartTestingCommand? Find(string name) =>
        All.FirstOrDefault(command => command.Name == name || command.Aliases.Contains(name));

    private static FlagTable Table(params IReadOnlyList<IReadOnlyList<Flag>> more) =>
        new([.. ChartTestingFlags.Common, .. more.SelectMany(flags => flags)]);
}
