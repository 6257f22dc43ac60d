using SecretsKit.Charts.Linting.Advice;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Linting;

/// <summary>
/// The rules that <c>--advise</c> asks for: <c>mistakes</c> (which the bare flag means), <c>conventions</c>, <c>all</c>, ids, and
/// behind a minus sign what of them is left out.
/// </summary>
internal static class AdviceRules
{
    private const string Mistakes = "mistakes";
    private const string ListWord = "list";
    private const int IdWidth = 11;

    /// <summary>The words besides ids.</summary>
    public static IReadOnlyList<string> Words { get; } = [Mistakes, "conventions", "all", ListWord];

    /// <summary>Whether the rules are to be named, and nothing is to be looked at.</summary>
    public static bool AreAskedFor(ParsedFlags flags) => flags.Text(HelmFlags.Advise) == ListWord;

    /// <summary>A line for each rule.</summary>
    public static IEnumerable<string> Describe() => ChartAdvisor.Rules
        .OrderBy(rule => rule.IsConvention)
        .Select(rule => $"{rule.Id.PadRight(IdWidth)}{(rule.IsConvention ? "convention" : "mistake").PadRight(IdWidth + 1)}{rule.Title}");

    /// <summary>The ids of the rules; none without the flag.</summary>
    /// <exception cref="SecretsKitException">There is no such rule (<see cref="ErrorCode.Usage"/>).</exception>
    public static IReadOnlySet<string> Of(ParsedFlags flags)
    {
        var words = flags.Text(HelmFlags.Advise).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var rules = new HashSet<string>(words is [['-', ..], ..] ? Find(Mistakes) : [], StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (word.StartsWith('-'))
            {
                rules.ExceptWith(Find(word[1..]));
            }
            else
            {
                rules.UnionWith(Find(word));
            }
        }

        return rules;
    }

    private static List<string> Find(string word)
    {
        var found = ChartAdvisor.Rules.Where(rule => word switch
        {
            "all" => true,
            Mistakes => !rule.IsConvention,
            "conventions" => rule.IsConvention,
            _ => rule.Id == word,
        }).Select(rule => rule.Id).ToList();
        return found.Count > 0 ? found : throw new SecretsKitException(ErrorCode.Usage, $"--advise knows no rule {word}")
        {
            Hint = $"'secretskit lint --advise={ListWord}' names the rules; {Mistakes}, conventions and all stand for several, and " +
                "-RULE leaves one out",
        };
    }
}
