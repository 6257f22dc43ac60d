using SecretsKit.Cli.Helm.About;
using SecretsKit.Cli.Helm.Creating;
using SecretsKit.Cli.Helm.Dependencies;
using SecretsKit.Cli.Helm.Diffs;
using SecretsKit.Cli.Helm.Linting;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Showing;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.Cli.Helm.UnitTesting;

namespace SecretsKit.Cli.Helm;

/// <summary>The commands of the helm command line: one table for dispatch, help and completion.</summary>
internal static class HelmCommands
{
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["dep"] = "dependency",
        ["dependencies"] = "dependency",
        ["ls"] = "list",
        ["hist"] = "history",
        ["inspect"] = "show",
        ["del"] = "uninstall",
        ["delete"] = "uninstall",
        ["fetch"] = "pull",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<HelmCommand> All { get; } =
    [
        CompletionCommand.Command,
        CreateCommand.Command,
        DependencyListCommand.Command,
        .. DiffCommands.All,
        EnvCommand.Command,
        GetAllCommand.Command,
        GetHooksCommand.Command,
        GetManifestCommand.Command,
        GetMetadataCommand.Command,
        GetNotesCommand.Command,
        GetValuesCommand.Command,
        HistoryCommand.Command,
        ListCommand.Command,
        .. ShowCommands.All,
        StatusCommand.Command,
        TemplateCommand.Command,
        TestCommand.Command,
        LintCommand.Command,
        InstallCommand.Command, UpgradeCommand.Command, RollbackCommand.Command, UninstallCommand.Command,
        UnitTestCommand.Command,
        VersionCommand.Command,
    ];

    /// <summary>First words of all commands, of this version or not.</summary>
    public static IEnumerable<string> Names =>
        All.Select(command => command.Name).Concat(ForeseenCommands.Names).Select(name => name.Split(' ')[0]).Distinct();

    /// <summary>The name behind an alias.</summary>
    public static string Canonical(string name) => Aliases.GetValueOrDefault(name, name);

    /// <summary>The command that the name of a group alone means, or null.</summary>
    public static HelmCommand? DefaultOf(string group) =>
        All.FirstOrDefault(command => command.IsDefaultOfGroup && command.Name.StartsWith(group + " ", StringComparison.Ordinal));

    /// <summary>The command of a name, or null.</summary>
    public static HelmCommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);

    /// <summary>Whether a name is one before another word.</summary>
    public static bool IsGroup(string name) => All.Any(command => command.Name.StartsWith(name + ' ', StringComparison.Ordinal));

    /// <summary>The commands behind a name.</summary>
    public static IEnumerable<string> Inner(string name) =>
        All.Where(command => command.Name.StartsWith(name + ' ', StringComparison.Ordinal))
            .Select(command => command.Name[(name.Length + 1)..]);
}
