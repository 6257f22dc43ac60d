using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm;

/// <summary>The help of the helm command line.</summary>
internal static class HelmHelp
{
    private const int NameWidth = 28;

    /// <summary>All commands.</summary>
    public static string Overview()
    {
        var text = new StringBuilder("Renders, checks and deploys Helm charts in process; encrypted values files are " +
            "decrypted in memory.\n\nUsage:\n  helm COMMAND [flags]\n\nCommands:\n");
        foreach (var command in HelmCommands.All)
        {
            text.Append("  ").Append(command.Name.PadRight(NameWidth)).Append(command.Summary).Append('\n');
        }

        return text.Append(
            "\nHelm 4.2's behaviour; a link named helm3, or SECRETSKIT_HELM=3, gives 3.19's.\nhelm COMMAND --help explains a command.")
            .ToString();
    }

    /// <summary>One command.</summary>
    public static string Of(HelmCommand command, HelmGeneration generation)
    {
        var text = new StringBuilder($"{command.Summary}\n\nUsage:\n  helm {command.Name} {command.Usage}\n\nFlags:\n");
        foreach (var flag in command.Flags(generation)
            .Flags.Where(flag => flag.Help.Length > 0 && (command.UsesCluster || !ClusterFlags.All.Contains(flag)))
            .OrderBy(flag => flag.Name, StringComparer.Ordinal))
        {
            var shorthand = flag.Aliases.FirstOrDefault(alias => alias.Length == 1);
            text.Append("  ")
                .Append(((shorthand is null ? "    " : $"-{shorthand}, ") + "--" + flag.Name + Placeholder(flag)).PadRight(NameWidth + 6))
                .Append(flag.Help)
                .Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Placeholder(Flag flag) => flag.Kind switch
    {
        FlagKind.Switch => "",
        FlagKind.Number => " NUMBER",
        FlagKind.Duration => " DURATION",
        FlagKind.OptionalText => "[=TEXT]",
        _ => flag.TakesFile ? " FILE" : " TEXT",
    };
}
