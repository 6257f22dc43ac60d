using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>Answers what may be written at one place of a command line.</summary>
internal delegate Task<CobraReply> CandidateSource(CompletionScope scope, CancellationToken ct);

/// <summary>A flag as completion sees it.</summary>
/// <param name="Flag">What it takes.</param>
/// <param name="About">One line, as the reference words it.</param>
internal sealed record CobraFlag(Flag Flag, string About)
{
    /// <summary>Its values; null if they are not known, so that the shell offers files.</summary>
    public CandidateSource? Values { get; init; }

    /// <summary>The values that it takes, the others being refused; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Whether it may be given again.</summary>
    public bool IsRepeatable => Flag.Kind is FlagKind.List or FlagKind.CommaList;

    /// <summary>Whether it comes without a value behind it.</summary>
    public bool StandsAlone => Flag.Kind is FlagKind.Switch or FlagKind.OptionalText;
}

/// <summary>A command of the tree that <c>__complete</c> answers from.</summary>
/// <param name="Name">The word that calls it.</param>
/// <param name="About">One line, as the reference words it.</param>
internal sealed record CobraCommand(string Name, string About)
{
    /// <summary>Other words that call it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its own flags, without those of every command.</summary>
    public IReadOnlyList<CobraFlag> Flags { get; init; } = [];

    /// <summary>The commands below it.</summary>
    public IReadOnlyList<CobraCommand> Children { get; init; } = [];

    /// <summary>Its arguments; null if they are not known, so that the shell offers files.</summary>
    public CandidateSource? Arguments { get; init; }

    /// <summary>The words that its first argument is one of; empty if they are not known.</summary>
    public IReadOnlyList<string> FirstArguments { get; init; } = [];

    /// <summary>Names of flags of which one at most is given.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ExclusiveFlags { get; init; } = [];

    /// <summary>Whether it works but is not offered.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether it reads its flags by itself, as plugins do.</summary>
    public bool ReadsOwnFlags { get; init; }

    /// <summary>Whether a word calls it.</summary>
    public bool Is(string word) => Name == word || Aliases.Contains(word);

    /// <summary>The commands below it that are offered for a beginning, with what they are for.</summary>
    public IEnumerable<string> Offer(string beginning) => Children
        .Where(child => !child.IsHidden && child.Name.StartsWith(beginning, StringComparison.Ordinal))
        .OrderBy(child => child.Name, StringComparer.Ordinal)
        .Select(child => $"{child.Name}\t{child.About}");
}

/// <summary>Where on a command line a candidate is looked for.</summary>
/// <param name="Session">Streams, environment and generation.</param>
/// <param name="Root">The tree.</param>
/// <param name="Path">The commands typed, the root first.</param>
/// <param name="Table">The flags of the last one.</param>
/// <param name="Flags">The flags typed.</param>
/// <param name="Arguments">The arguments typed.</param>
/// <param name="Current">The word that is being typed.</param>
internal sealed record CompletionScope(
    HelmSession Session,
    CobraCommand Root,
    IReadOnlyList<CobraCommand> Path,
    FlagTable Table,
    ParsedFlags Flags,
    IReadOnlyList<string> Arguments,
    string Current)
{
    /// <summary>Whose commands these are.</summary>
    public HelmGeneration Generation => Session.Generation;

    /// <summary>Whether a switch of this name is on.</summary>
    public bool IsOn(string name) => Table.Find(name) is { } flag && Flags.IsOn(flag);
}
