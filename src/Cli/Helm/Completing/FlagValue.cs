namespace SecretsKit.Cli.Helm.Completing;

/// <summary>The flag whose value is being typed, if it is one.</summary>
/// <param name="Flag">The flag; null if no value is being typed.</param>
/// <param name="Words">The words before, without the flag.</param>
/// <param name="Current">What is typed of the value, or the word.</param>
internal sealed record FlagValue(CobraFlag? Flag, IReadOnlyList<string> Words, string Current)
{
    /// <summary>That the command has no flag of this name; null if it has.</summary>
    public string? Failure { get; init; }

    /// <summary>Looks at the last words: <c>--flag=TEXT</c>, <c>-f=TEXT</c>, or a flag and the text behind it.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="words">The words before.</param>
    /// <param name="current">The word that is being typed.</param>
    public static FlagValue Find(string command, IReadOnlyList<CobraFlag> flags, IReadOnlyList<string> words, string current)
    {
        var none = new FlagValue(null, words, current);
        if (current is ['-', ..])
        {
            var equals = current.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? none
                : NameIn(current[..equals]) is not { Length: > 0 } name ? none with { Current = current[(equals + 1)..] }
                : Named(flags, name) is { } flag ? new(flag, words, current[(equals + 1)..])
                : none with { Failure = Unsupported(command, name) };
        }

        if (words is not [.., var last] || !IsFlag(last) || last.Contains('=', StringComparison.Ordinal))
        {
            return none;
        }

        return Named(flags, NameIn(last)) is not { } known ? none with { Failure = Unsupported(command, NameIn(last)) }
            : known.StandsAlone ? none
            : new(known, [.. words.SkipLast(1)], current);
    }

    private static bool IsFlag(string word) =>
        word.Length >= 2 && word[0] == '-' && (word[1] != '-' || word.Length >= 3);

    // Of letters in a cluster the last one has the value.
    private static string NameIn(string word) => word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word[^1..];

    private static CobraFlag? Named(IReadOnlyList<CobraFlag> flags, string name) => flags.FirstOrDefault(
        flag => name.Length == 1 ? flag.Flag.Aliases.Contains(name) : flag.Flag.Name == name);

    private static string Unsupported(string command, string name) => $"Subcommand '{command}' does not support flag '{name}'";
}
