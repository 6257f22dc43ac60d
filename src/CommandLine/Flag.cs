namespace SecretsKit.CommandLine;

/// <summary>What a flag takes.</summary>
public enum FlagKind
{
    /// <summary>Nothing; <c>-x=false</c> turns it off.</summary>
    Switch,

    /// <summary>One text; the last one wins.</summary>
    Text,

    /// <summary>One decimal number; the last one wins.</summary>
    Number,

    /// <summary>A text each time it is given.</summary>
    List,

    /// <summary>Texts, several of them in one word separated by commas.</summary>
    CommaList,

    /// <summary>A duration as Go writes it; the last one wins.</summary>
    Duration,

    /// <summary>A text that may be left out, which only <c>=</c> attaches; the last one wins.</summary>
    OptionalText,
}

/// <summary>
/// One flag of a drop-in's command line: help, completion, parsing and defaults all come from this row.
/// Names are without dashes, the long one first.
/// </summary>
public sealed record Flag(FlagKind Kind, string Name, string Help)
{
    /// <summary>Other names, usually one letter.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The environment variable that gives the default; a list's is split at commas.</summary>
    public string? Variable { get; init; }

    /// <summary>The value when neither the command line nor the environment gives one.</summary>
    public string Default { get; init; } = "";

    /// <summary>The value of an optional text that was left out.</summary>
    public string Implied { get; init; } = "";

    /// <summary>Whether it works but is not in the help.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The texts that it takes, if they can be listed: for completion.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether its value is the path of a file: for completion.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Whether this flag answers to <paramref name="name"/>.</summary>
    public bool Is(ReadOnlySpan<char> name)
    {
        if (name.SequenceEqual(Name))
        {
            return true;
        }

        foreach (var alias in Aliases)
        {
            if (name.SequenceEqual(alias))
            {
                return true;
            }
        }

        return false;
    }
}
