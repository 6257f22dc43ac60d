using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>The named templates of a chart and its subcharts, and which of them include which.</summary>
internal sealed class PartialIndex
{
    private const string BasePath = ".BasePath";
    private const string Lookup = "lookup";

    private static readonly string[] Controls = ["if ", "with ", "else if ", "else with ", "range "];

    // What makes the output another one each time.
    private static readonly string[] Draws = ["rand", "gen", "uuidv4", "now", "htpasswd", "bcrypt", "encryptAES"];

    private readonly Dictionary<string, List<string>> _actions = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ChartFile> _templates;

    /// <summary>Reads templates.</summary>
    public PartialIndex(IReadOnlyList<ChartFile> templates)
    {
        _templates = templates;
        foreach (var template in templates)
        {
            var name = "";
            foreach (var action in ActionsOf(template))
            {
                name = NamesBehind(action, "define").FirstOrDefault() ?? name;
                if (name.Length == 0)
                {
                    continue;
                }

                if (!_actions.TryGetValue(name, out var actions))
                {
                    _actions.Add(name, actions = []);
                }

                actions.Add(action);
            }
        }
    }

    /// <summary>
    /// Whether a template looks up what it once drew: by itself, or by a named template that draws, too, or that a condition or a variable
    /// takes. One that is only printed, in another place, keeps nothing. Of names that are made up while rendering, any may be meant.
    /// </summary>
    /// <param name="template">The template.</param>
    public bool LooksUpWhatItDraws(ChartFile template) => LooksUpWhatItDraws(template, []);

    /// <summary>Whether a word is in an action of a template, or of one that it includes.</summary>
    public bool Reaches(ChartFile template, string word) => Reaches(ActionsOf(template), word, []);

    private bool LooksUpWhatItDraws(ChartFile template, HashSet<string> seen) => ActionsOf(template).Exists(action =>
        action.Contains(Lookup, StringComparison.Ordinal)
        || (FilesBehind(action).ToList() is { Count: > 0 } files
            ? files.Exists(file => seen.Add(file.Name) && LooksUpWhatItDraws(file, seen))
            : Reaches([action], Lookup, [])
                && (TakesResult(action) || Array.Exists(Draws, word => Reaches([action], word, [])))));

    private static bool TakesResult(string action)
    {
        var text = action.TrimStart('-', ' ', '\t', '\r', '\n');
        return text.StartsWith('$') || Array.Exists(Controls, word => text.StartsWith(word, StringComparison.Ordinal));
    }

    private static List<string> ActionsOf(ChartFile template)
    {
        var actions = new List<string>();
        TemplateActions.Each(template.Data, action =>
        {
            if (!TemplateActions.IsComment(action))
            {
                actions.Add(Encoding.UTF8.GetString(action));
            }
        });
        return actions;
    }

    private bool Reaches(List<string> actions, string word, HashSet<string> seen) => actions.Exists(action =>
        action.Contains(word, StringComparison.Ordinal)
        || (IsMadeUp(action) && _actions.Values.Any(others => others.Exists(other => other.Contains(word, StringComparison.Ordinal))))
        || NamesBehind(action, "include").Concat(NamesBehind(action, "template")).Any(name =>
            seen.Add(name) && _actions.TryGetValue(name, out var others) && Reaches(others, word, seen))
        || FilesBehind(action).Any(file => seen.Add(file.Name) && Reaches(ActionsOf(file), word, seen)));

    private static bool IsMadeUp(string action) =>
        Behind(action, "include").Any(rest => rest is not ['"' or '`', ..] && !rest.Contains(BasePath, StringComparison.Ordinal));

    // include (print $.Template.BasePath "/secret.yaml") . is another file, usually for its checksum.
    private IEnumerable<ChartFile> FilesBehind(string action) => Behind(action, "include")
        .Where(rest => rest.Contains(BasePath, StringComparison.Ordinal))
        .Select(rest => rest[rest.IndexOf(BasePath, StringComparison.Ordinal)..].Split('"'))
        .Where(parts => parts.Length > 1)
        .SelectMany(parts => _templates.Where(template => template.Name.EndsWith(parts[1], StringComparison.Ordinal)));

    private static IEnumerable<string> NamesBehind(string action, string word) => Behind(action, word)
        .Where(rest => rest is ['"' or '`', ..])
        .Select(rest => rest[1..].Split(rest[0])[0]);

    private static IEnumerable<string> Behind(string action, string word)
    {
        for (var at = action.IndexOf(word, StringComparison.Ordinal); at >= 0; at = action.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var isWord = (at == 0 || !char.IsAsciiLetterOrDigit(action[at - 1])) && at + word.Length < action.Length
                && action[at + word.Length] is ' ' or '\t' or '\n';
            if (isWord)
            {
                yield return action[(at + word.Length)..].TrimStart();
            }
        }
    }
}
