using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm;

/// <summary>One command of the helm command line.</summary>
/// <param name="Name">The word, or words, that call it.</param>
/// <param name="Usage">Its positionals, as the usage line shows them.</param>
/// <param name="Summary">What it does.</param>
internal sealed record HelmCommand(string Name, string Usage, string Summary)
{
    /// <summary>Its flags.</summary>
    public required Func<HelmGeneration, FlagTable> Flags { get; init; }

    /// <summary>Flags that only the verb of our own has. Default: none.</summary>
    public IReadOnlyList<Flag> OwnFlags { get; init; } = [];

    /// <summary>How many positionals it takes.</summary>
    public ArgumentRule Arguments { get; init; } = ArgumentRule.Any;

    /// <summary>The words that it takes, if they can be listed: for completion.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it asks a cluster, so that the flags which choose one are in its help. Default false.</summary>
    public bool UsesCluster { get; init; }

    /// <summary>Whether the first word of its name alone means it. Default no.</summary>
    public bool IsDefaultOfGroup { get; init; }

    /// <summary>
    /// Whether complaints about the command line go to standard output, too: the reference is a plugin, whose complaints are there.
    /// Default no.
    /// </summary>
    public bool RepeatsComplaints { get; init; }

    /// <summary>Runs it and gives the exit code.</summary>
    public required Func<HelmSession, ParsedFlags, CancellationToken, Task<int>> Run { get; init; }
}

/// <summary>How many positionals a command takes.</summary>
/// <param name="Least">At least that many.</param>
/// <param name="Most">At most that many.</param>
internal readonly record struct ArgumentRule(int Least, int Most)
{
    /// <summary>Any number.</summary>
    public static ArgumentRule Any { get; } = new(0, int.MaxValue);

    /// <summary>Just that many.</summary>
    public static ArgumentRule Exactly(int count) => new(count, count);

    /// <summary>That many or more.</summary>
    public static ArgumentRule AtLeast(int count) => new(count, int.MaxValue);

    /// <summary>The complaint about a number, or null.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="command">Its name, with <c>helm</c>.</param>
    /// <param name="usage">The usage line.</param>
    public string? Complaint(int count, string command, string usage)
    {
        var (least, most) = (Least, Most);
        var isExact = least == most;
        var tooFew = count < least;
        var tooMany = count > most;
        var rule = (isExact, tooFew, tooMany) switch
        {
            (true, true, _) or (true, _, true) => most == 0 ? "accepts no arguments" : $"requires {Arguments(most)}",
            (_, true, _) => $"requires at least {Arguments(least)}",
            (_, _, true) => $"accepts at most {Arguments(most)}",
            _ => null,
        };
        return rule is null ? null : $"\"{command}\" {rule}\n\nUsage:  {usage}";

        static string Arguments(int number) => number == 1 ? "1 argument" : $"{number} arguments";
    }
}
