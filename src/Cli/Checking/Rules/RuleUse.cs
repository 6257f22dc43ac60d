using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Which rules of a configuration are the first to match a file, and which match at all.</summary>
internal static class RuleUse
{
    /// <summary>What becomes of a rule.</summary>
    /// <param name="Number">From 0.</param>
    /// <param name="Line">From 1, or 0.</param>
    /// <param name="Path">The configuration.</param>
    /// <param name="IsFirst">Whether it is the first to match some file.</param>
    /// <param name="Shadow">The number of an earlier rule that takes all its files, or -1.</param>
    public readonly record struct Use(int Number, int Line, string Path, bool IsFirst, int Shadow);

    /// <summary>Looks at all rules; only where the whole repository is known.</summary>
    public static IEnumerable<Use> Of(CheckedRepository repository)
    {
        if (!repository.Tree.IsWhole)
        {
            yield break;
        }

        foreach (
            var file in repository.Configs.All.Where(file => file.Config?.CreationRules is not null
                && !Path.IsPathFullyQualified(repository.Shown(file.Path))))
        {
            var below = repository.Facts.Where(fact => fact.Match?.File == file).ToList();
            var lines = RuleLines.Of(file.Content);
            for (var number = 0; number < file.Patterns.Count; number++)
            {
                if (file.Patterns[number] is not { } pattern)
                {
                    continue;
                }

                var isFirst = below.Exists(fact => fact.Match!.Number == number);
                yield return new(
                    number,
                    number < lines.Count ? lines[number] : 0,
                    repository.Shown(file.Path),
                    isFirst,
                    isFirst ? -1 : Shadow(file, below, pattern, number));
            }
        }
    }

    // An earlier rule for all files, or for each file that this one matches.
    private static int Shadow(ConfigFile file, List<FileFacts> below, Re2 pattern, int number)
    {
        for (var earlier = 0; earlier < number; earlier++)
        {
            if (file.Config!.CreationRules![earlier].PathRegex is "" or ".*" or ".")
            {
                return earlier;
            }
        }

        return below.Find(fact => pattern.IsMatch(file.SeenPath(fact.FullPath)))?.Match?.Number ?? -1;
    }
}
