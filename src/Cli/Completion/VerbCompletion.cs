using System.CommandLine;
using System.CommandLine.Completions;
using SecretsKit.Cli.Framework;
using SecretsKit.CommandLine.Completion;

namespace SecretsKit.Cli.Completion;

/// <summary>Completes the words of our own verbs from their arguments and options.</summary>
internal static class VerbCompletion
{
    private static readonly string[] FileNames = ["FILE", "FOLDER", "DIR", "DIRECTORY", "PATH"];

    /// <summary>Adds what may stand behind these words of a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="context">Builds it.</param>
    /// <param name="before">The words behind the verb.</param>
    /// <param name="candidates">Filled.</param>
    public static void Complete(Verb verb, VerbContext context, IReadOnlyList<string> before, Candidates candidates)
    {
        var created = verb.Create(context);
        if (created.Children.Count > 0)
        {
            CompleteChild(created, context, before, candidates);
        }

        if (created.PassesOn(before.Count > 0 ? before[0] : null))
        {
            return;
        }

        var command = created.Words;
        Option? open = null;
        var positionals = 0;
        for (var at = 0; at < before.Count; at++)
        {
            var word = before[at];
            if (word == "--")
            {
                if (at == before.Count - 1 && command.Arguments.Any(argument => argument.Name == "COMMAND"))
                {
                    candidates.AddRange(ProgramNames.Of(context.Host.Environment, candidates.Current));
                }

                candidates.AddFiles();
                return;
            }

            if (open is not null)
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = command.Options.FirstOrDefault(option => (option.Name == word || option.Aliases.Contains(word))
                    && option.Arity.MinimumNumberOfValues > 0);
            }
            else if (command.Subcommands.FirstOrDefault(known => known.Name == word) is { } inner)
            {
                (command, positionals) = (inner, 0);
            }
            else
            {
                positionals++;
            }
        }

        var given = new Lazy<CompletionContext>(() => command.Parse([.. before], VerbProgram.Configuration).GetCompletionContext());
        if (open is not null)
        {
            AddValues(open.GetCompletions(given.Value), open.HelpName, candidates);
            RecipientCandidates.Add(open.Name, before, context.Host, candidates);
        }
        else if (candidates.Current.StartsWith('-'))
        {
            AddOptions(command, context, before, candidates);
        }
        else
        {
            AddArguments(command, positionals, given.Value, candidates);
        }
    }

    private static void CompleteChild(VerbCommand parent, VerbContext context, IReadOnlyList<string> before, Candidates candidates)
    {
        if (before.Count == 0)
        {
            parent.Children.ToList().ForEach(child => candidates.Add(child.Name, child.Summary));
        }
        else if (parent.Children.FirstOrDefault(child => child.Name == before[0]) is { } child)
        {
            Complete(child, context, [.. before.Skip(1)], candidates);
        }
    }

    private static void AddOptions(Command command, VerbContext context, IReadOnlyList<string> before, Candidates candidates)
    {
        if (candidates.Current.Split('=', 2) is [var name, _])
        {
            RecipientCandidates.Add(name, before, context.Host, candidates);
            var named = command.Options.FirstOrDefault(option => option.Name == name);
            candidates.AddRange(named?.GetCompletions(CompletionContext.Empty).Select(item => $"{name}={item.Label}") ?? []);
            return;
        }

        foreach (var option in command.Options.Where(option => !option.Hidden))
        {
            candidates.Add(option.Name, option.Description ?? "");
            foreach (var alias in option.Aliases)
            {
                candidates.Add(alias, option.Description ?? "");
            }
        }

        candidates.Add("--help", "explain this command");
    }

    private static void AddArguments(Command command, int positionals, CompletionContext given, Candidates candidates)
    {
        foreach (var inner in command.Subcommands.Where(inner => !inner.Hidden))
        {
            candidates.Add(inner.Name, inner.Description ?? "");
        }

        // The last argument takes all further words, if it takes several.
        var argument = positionals < command.Arguments.Count ? command.Arguments[positionals] : command.Arguments.LastOrDefault();
        if (argument is not null && (positionals < command.Arguments.Count || argument.Arity.MaximumNumberOfValues > 1))
        {
            AddValues(argument.GetCompletions(given), argument.HelpName ?? argument.Name, candidates);
        }
    }

    private static void AddValues(IEnumerable<CompletionItem> items, string? name, Candidates candidates)
    {
        candidates.AddRange(items.Select(item => item.Label));
        if (name is not null && FileNames.Any(known => name.StartsWith(known, StringComparison.Ordinal)))
        {
            candidates.AddFiles();
        }
    }
}
