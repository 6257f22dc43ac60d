using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Templates that make other values of those of the chart: they set <c>Values</c> to others, merge into <c>.Values</c> itself, or set
/// names in it that they make up. Those that merge into a copy, or into another table, leave <c>.Values</c> as it is.
/// </summary>
internal static class ValueWrites
{
    private static readonly string[] Merges = ["merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite"];
    private static readonly string[] Makers = ["dict", "deepCopy", "mustDeepCopy", "pick", "omit", "merge", "mergeOverwrite"];
    private static readonly string[] LookUps = ["hasKey", "index", "get", "dig"];

    /// <summary>Whether a template makes other values, so that what it uses may be there although values.yaml does not have it.</summary>
    public static bool MakeOthers(ChartFile template)
    {
        var (makes, aliases) = (false, new HashSet<string>(StringComparer.Ordinal));
        TemplateActions.Each(template.Data, action =>
        {
            if (!makes && !TemplateActions.IsComment(action) && (action.IndexOf("Values"u8) >= 0 || aliases.Count > 0))
            {
                makes = MakesOthers(Encoding.UTF8.GetString(action), aliases);
            }
        });
        return makes;
    }

    /// <summary>What is between blanks and brackets.</summary>
    public static string[] Words(string action) =>
        action.Trim('-', ' ', '\t', '\r', '\n').Split((char[])[' ', '\t', '\r', '\n', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a word is <c>.Values</c> of whatever is at hand.</summary>
    public static bool IsAll(string word) => word.EndsWith(".Values", StringComparison.Ordinal)
        && !word.Contains(".Subcharts", StringComparison.Ordinal);

    /// <summary>The variable to which an action assigns <c>.Values</c>; null where it does something else.</summary>
    public static string? Alias(string[] words) =>
        words is [['$', _, ..] name, ":=" or "=", var all] && IsAll(all) ? name : null;

    /// <summary>Whether an action makes a context with other values, for named templates that it or a later one includes.</summary>
    public static bool MakesContext(string[] words, Func<string, bool> isWhole) =>
        Enumerable.Range(0, words.Length).Any(at => words[at] == "\"Values\"" && IsHandedOn(words, at, isWhole) && !IsSet(words, at));

    private static bool IsHandedOn(string[] words, int at, Func<string, bool> isWhole) => at + 1 < words.Length
        && words[at + 1] is not ("|" or "")
        && !isWhole(words[at + 1])
        && !(at > 1 && LookUps.Contains(words[at - 2]));

    // In the context at hand, and not in a new one.
    private static bool IsSet(string[] words, int at) =>
        Array.LastIndexOf(words, "set", at) is var set and >= 0 && !words[set..at].Any(Makers.Contains);

    private static bool MakesOthers(string action, HashSet<string> aliases)
    {
        var words = Words(action);
        if (Alias(words) is { } alias)
        {
            aliases.Add(alias);
            return false;
        }

        bool IsWhole(string word) => IsAll(word) || aliases.Contains(word);
        for (var at = 0; at < words.Length; at++)
        {
            var next = at + 1 < words.Length ? words[at + 1] : "";
            var makes = words[at] switch
            {
                "\"Values\"" => IsHandedOn(words, at, IsWhole) && IsSet(words, at),
                "set" => IsWhole(next) && at + 2 < words.Length && words[at + 2] is not ['"' or '`', ..],
                var word => Merges.Contains(word) && IsWhole(next),
            };
            if (makes)
            {
                return true;
            }
        }

        // A named template that merges, for those that have no function for it.
        return Array.Exists(words, IsWhole)
            && Array.Exists(words, word => word is ['"', ..] && word.Contains("merge", StringComparison.OrdinalIgnoreCase));
    }
}
