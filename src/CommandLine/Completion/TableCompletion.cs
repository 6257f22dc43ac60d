namespace SecretsKit.CommandLine.Completion;

/// <summary>A command of a drop-in, as completion sees it.</summary>
/// <param name="Name">The word, or words, that call it.</param>
/// <param name="Summary">One line.</param>
/// <param name="Flags">Its flags.</param>
public sealed record TableCommand(string Name, string Summary, FlagTable Flags)
{
    /// <summary>The words that it takes, if they can be listed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether it takes names of files.</summary>
    public bool TakesFiles { get; init; }
}

/// <summary>Completes the command line of a drop-in from its flag tables.</summary>
/// <param name="global">What may stand before the command.</param>
/// <param name="commands">The commands, in the order of the help.</param>
public sealed class TableCompletion(FlagTable global, IReadOnlyList<TableCommand> commands)
{
    /// <summary>Whether a file may stand in place of a command.</summary>
    public bool FilesWithoutCommand { get; init; }

    /// <summary>Adds values of a flag that its row cannot list, also where it stands before them with <c>=</c>. Default none.</summary>
    public Action<Flag, Candidates>? OtherValues { get; init; }

    /// <summary>Adds what may stand behind these words.</summary>
    public void Complete(IReadOnlyList<string> before, Candidates candidates)
    {
        var (flags, named) = (global, "");
        TableCommand? command = null;
        Flag? open = null;
        foreach (var word in before)
        {
            if (word == "--")
            {
                candidates.AddFiles();
                return;
            }

            if (open is not null && (open.Kind != FlagKind.Switch || open.Values.Contains(word)))
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = flags.FindWord(word) is { } flag
                    && FlagWord.ValueOf(word) is null
                    && (flag.Kind != FlagKind.Switch || flag.Values.Count > 0)
                    ? flag
                    : null;
            }
            else if (command is null)
            {
                named = named.Length == 0 ? word : $"{named} {word}";
                command = commands.FirstOrDefault(known => known.Name == named);
                flags = command?.Flags ?? global;
                open = null;
            }
        }

        if (open is not null)
        {
            AddValues(open, candidates);
        }

        if (open is null or { Kind: FlagKind.Switch })
        {
            AddWords(flags, command, named, candidates);
        }
    }

    private void AddWords(FlagTable flags, TableCommand? command, string named, Candidates candidates)
    {
        if (candidates.Current.StartsWith('-'))
        {
            AddFlags(flags, candidates);
        }
        else if (command is not null)
        {
            candidates.AddRange(command.Arguments);
            if (command.TakesFiles)
            {
                candidates.AddFiles();
            }
        }
        else
        {
            AddCommands(named, candidates);
        }
    }

    // A command of two words is offered word by word.
    private void AddCommands(string named, Candidates candidates)
    {
        var prefix = named.Length == 0 ? "" : named + " ";
        foreach (var known in commands.Where(known => known.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var rest = known.Name[prefix.Length..].Split(' ', 2);
            candidates.Add(rest[0], rest.Length == 1 ? known.Summary : "");
        }

        if (FilesWithoutCommand)
        {
            candidates.AddFiles();
        }
    }

    private void AddFlags(FlagTable flags, Candidates candidates)
    {
        if (FlagWord.ValueOf(candidates.Current) is not null)
        {
            var name = candidates.Current[..(candidates.Current.IndexOf('=', StringComparison.Ordinal) + 1)];
            if (flags.FindWord(candidates.Current) is { } named)
            {
                candidates.AddRange(named.Values.Select(value => name + value));
                OtherValues?.Invoke(named, candidates);
            }

            return;
        }

        foreach (var flag in flags.Flags)
        {
            candidates.Add("--" + flag.Name, flag.Help);
            foreach (var alias in flag.Aliases)
            {
                candidates.Add("-" + alias, flag.Help);
            }
        }
    }

    private void AddValues(Flag flag, Candidates candidates)
    {
        candidates.AddRange(flag.Values);
        OtherValues?.Invoke(flag, candidates);
        if (flag.TakesFile)
        {
            candidates.AddFiles();
        }
    }
}
