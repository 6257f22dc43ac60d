namespace SecretsKit.Cli.Helm.Completing;

/// <summary>Finds the command that the words of a command line name, flags standing anywhere between them, by Cobra's rules.</summary>
/// <param name="root">The tree.</param>
internal sealed class CobraSearch(CobraCommand root)
{
    /// <summary>The flags that may follow a command: those of every command and its own, both by name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="more">Flags that it has besides.</param>
    public IReadOnlyList<CobraFlag> FlagsOf(CobraCommand command, params IReadOnlyList<CobraFlag> more) =>
        [.. ByName(ReferenceEquals(command, root) ? [] : root.Flags), .. ByName([.. command.Flags, .. more])];

    /// <summary>The commands that words name.</summary>
    /// <param name="words">The words typed.</param>
    /// <returns>The commands, the root first, and the words that name none; null if the first word names no command.</returns>
    public (IReadOnlyList<CobraCommand> Path, IReadOnlyList<string> Remaining)? Find(IReadOnlyList<string> words)
    {
        List<CobraCommand> path = [root];
        var rest = words.ToList();
        while (FirstWord(path[^1], rest) is { } at)
        {
            if (path[^1].Children.FirstOrDefault(child => child.Is(rest[at])) is not { } next)
            {
                return path.Count == 1 ? null : (path, rest);
            }

            path.Add(next);
            rest.RemoveAt(at);
        }

        return (path, rest);
    }

    private static IEnumerable<CobraFlag> ByName(IEnumerable<CobraFlag> flags) =>
        flags.OrderBy(flag => flag.Flag.Name, StringComparer.Ordinal);

    // The first word that is no flag and no value of one; a flag that is not known counts as one with a value.
    private int? FirstWord(CobraCommand command, List<string> words)
    {
        var flags = FlagsOf(command);
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word == "--")
            {
                return null;
            }

            if (word.Length > 0 && word[0] != '-')
            {
                return at;
            }

            if (TakesNext(flags, word))
            {
                if (words.Count - at <= 2)
                {
                    return null;
                }

                at++;
            }
        }

        return null;
    }

    private static bool TakesNext(IReadOnlyList<CobraFlag> flags, string word)
    {
        if (word.Contains('=', StringComparison.Ordinal))
        {
            return false;
        }

        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            return !flags.Any(flag => flag.Flag.Name == word[2..] && flag.StandsAlone);
        }

        return word.Length == 2 && word[0] == '-' && !flags.Any(flag => flag.Flag.Aliases.Contains(word[1..]) && flag.StandsAlone);
    }
}
