using SecretsKit.Charts.Model;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm;

/// <summary>The help of the helm command line.</summary>
/// <param name="calledAs">How the program was called.</param>
/// <param name="generation">Whose flags.</param>
internal sealed class HelmHelp(string calledAs, HelmGeneration generation)
{
    private const string About = "Renders, checks and deploys Helm charts in process; encrypted values files are decrypted in memory. " +
        "It behaves as Helm 4.2; a link named helm3, or SECRETSKIT_HELM=3, as 3.19.";

    /// <summary>All pages.</summary>
    public static DialectPages All()
    {
        var help = new HelmHelp("secretskit helm", HelmGeneration.V4);
        return new(
            "helm",
            "the helm command line",
            [("", help.Overview()), .. HelmCommands.All.Select(command => (command.Name, help.Of(command)))]);
    }

    /// <summary>The page of a verb of our own.</summary>
    /// <param name="name">Its name.</param>
    public static DialectPages OwnVerb(string name)
    {
        var command = HelmCommands.Find(name)!;
        return new(name, command.Summary, [("", new HelmHelp("secretskit", HelmGeneration.V4).Of(command, command.OwnFlags))]);
    }

    /// <summary>All commands.</summary>
    public HelpPage Overview() => new(
        [$"{calledAs} COMMAND [flags]"],
        About,
        new("commands:", [.. HelmCommands.All.Select(command => (command.Name, command.Summary))]),
        new("flags of all commands:", FlagHelp.Rows(Sorted(HelmFlags.Global))),
        new(
            "examples:",
            [
                ($"{calledAs} template orders ./chart -f values.yaml", "render"),
                ($"{calledAs} lint ./chart -f values.yaml", "check"),
                ($"{calledAs} upgrade --install orders ./chart -f values.yaml", "deploy"),
            ]),
        new("exit codes:", HelmExamples.ExitCodes("")))
    {
        Closing = $"'{calledAs} COMMAND --help' explains a command.",
    };

    /// <summary>The commands of a group, such as <c>get</c>.</summary>
    public HelpPage Group(string name)
    {
        var commands = HelmCommands.All.Where(command => command.Name.StartsWith(name + " ", StringComparison.Ordinal)).ToList();
        return new(
            [$"{calledAs} {name} COMMAND [flags]"],
            name switch
            {
                "get" => "Prints parts of the record of a release.",
                "show" => "Prints parts of a chart.",
                "diff" => "Shows what a change does, secrets masked.",
                "dependency" => "Charts that a chart needs.",
                _ => "Has commands of its own.",
            },
            new("commands:", [.. commands.Select(command => (command.Name, command.Summary))]),
            new("examples:", [.. commands.SelectMany(command => Examples(command).Take(1))]),
            new("exit codes:", HelmExamples.ExitCodes(commands[0].Name)))
        {
            Closing = $"'{calledAs} {name} COMMAND --help' explains a command.",
        };
    }

    /// <summary>One command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="more">Flags beside those of the drop-in.</param>
    public HelpPage Of(HelmCommand command, params IReadOnlyList<Flag> more)
    {
        var flags = command.Flags(generation).Flags.Concat(more).Distinct().Where(FlagHelp.IsShown).ToList();
        var (values, charts, cluster) = (Part(HelmFlags.ValueFlags), Part(HelmFlags.ChartFlags), Part(ClusterFlags.All));
        return new(
            [$"{calledAs} {command.Name} {command.Usage}"],
            command.Summary,
            new("flags:", FlagHelp.Rows(Sorted(flags))),
            new("values:", FlagHelp.Rows(values)),
            new("where the chart is:", FlagHelp.Rows(Sorted(charts))),
            new("which cluster:", command.UsesCluster ? FlagHelp.Rows(Sorted(cluster)) : []),
            new("examples:", Examples(command)),
            new("exit codes:", HelmExamples.ExitCodes(command.Name)));

        List<Flag> Part(IReadOnlyList<Flag> part)
        {
            var found = flags.Where(part.Contains).ToList();
            flags.RemoveAll(part.Contains);
            return found;
        }
    }

    private (string, string)[] Examples(HelmCommand command) =>
        [.. HelmExamples.Of(command.Name).Select(example => ($"{calledAs} {example.Line}", example.Purpose))];

    private static IEnumerable<Flag> Sorted(IEnumerable<Flag> flags) => flags.OrderBy(flag => flag.Name, StringComparer.Ordinal);
}
