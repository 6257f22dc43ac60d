using System.CommandLine;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Framework;

/// <summary>The flags of another tool as words of one of our verbs: for help and completion, the tool's own grammar reads them.</summary>
internal static class FlagCommand
{
    /// <summary>A command with these arguments and all flags that have a help text.</summary>
    public static Command Of(string name, FlagTable table, params IReadOnlyList<Argument> arguments)
    {
        var command = new Command(name);
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }

        foreach (var flag in table.Flags.Where(flag => !flag.IsHidden && flag.Help.Length > 0 && flag.Name != "help"))
        {
            command.Add(flag.Kind == FlagKind.Switch ? WithHelp(new Option<bool>(Dashed(flag.Name), Aliases(flag)), flag) : Valued(flag));
        }

        return command;
    }

    private static Option Valued(Flag flag)
    {
        var option = new Option<string[]>(Dashed(flag.Name), Aliases(flag)) { HelpName = flag.TakesFile ? "FILE" : "VALUE" };
        option.CompletionSources.Add(_ => flag.Values.Select(value => new System.CommandLine.Completions.CompletionItem(value)));
        return WithHelp(option, flag);
    }

    private static Option WithHelp(Option option, Flag flag)
    {
        option.Description = flag.Variable is { } variable ? $"{flag.Help} [${variable}]" : flag.Help;
        return option;
    }

    private static string[] Aliases(Flag flag) => [.. flag.Aliases.Select(Dashed)];

    private static string Dashed(string name) => (name.Length == 1 ? "-" : "--") + name;
}
