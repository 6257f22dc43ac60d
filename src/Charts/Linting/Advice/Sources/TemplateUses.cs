using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// The values that the templates of a chart itself look up and count on: those of libraries and subcharts are left out, as are comments,
/// what a condition around it asks for first, and actions that do without the value or ask for it (<c>default</c>, <c>required</c> and
/// their like).
/// </summary>
internal sealed class TemplateUses
{
    private static readonly SearchValues<byte> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_."u8);

    // Functions that take a value that is not there for what it is.
    private static readonly string[] Tolerant =
        ["default", "required", "coalesce", "hasKey", "dig", "empty", "kindIs", "typeIs", "or", "not", "eq", "ne", "ternary", "dict",
            "fail"];

    private static readonly string[] Openers = ["if", "with", "range", "define", "block"];

    private readonly ValueNames _names = new();

    /// <summary>Reads a chart.</summary>
    public TemplateUses(Chart chart)
    {
        foreach (var template in chart.Templates)
        {
            var conditions = new Stack<List<IReadOnlyList<string>>>();
            TemplateActions.Each(template.Data, action =>
            {
                if (!TemplateActions.IsComment(action))
                {
                    Add(action, conditions);
                }
            });
        }
    }

    /// <summary>The names below a path.</summary>
    public IEnumerable<string> Below(string prefix) => _names.Below(prefix);

    private void Add(ReadOnlySpan<byte> action, Stack<List<IReadOnlyList<string>>> conditions)
    {
        var words = Encoding.UTF8.GetString(action).Trim('-', ' ', '\t', '\r', '\n').Split((char[])[' ', '\t', '\r', '\n', '(', ')']);
        var paths = Paths(action);
        if (words[0] == "end")
        {
            conditions.TryPop(out _);
        }
        else if (words[0] == "else")
        {
            Enter(paths, conditions);
            conditions.TryPeek(out var around);
            around?.AddRange(paths);
        }
        else if (Openers.Contains(words[0]))
        {
            Enter(paths, conditions);
            conditions.Push(paths);
        }
        else if (IsAssignment(words))
        {
            Enter(paths, conditions); // Templates ask the variable.
        }
        else if (words[0] is not ['`' or '"', ..] && !Array.Exists(words, word => Tolerant.Contains(word)))
        {
            Add(paths, [.. conditions.SelectMany(condition => condition)]);
        }
    }

    // A condition asks for the last part of a path and needs what is before it.
    private void Enter(List<IReadOnlyList<string>> paths, Stack<List<IReadOnlyList<string>>> conditions) => Add(
        paths.Where(path => path.Count > 1).Select(path => (IReadOnlyList<string>)[.. path.SkipLast(1)]),
        [.. conditions.SelectMany(condition => condition), .. paths.Where(path => paths.Exists(other => other.Count > path.Count))]);

    private void Add(IEnumerable<IReadOnlyList<string>> paths, List<IReadOnlyList<string>> conditions)
    {
        foreach (var path in paths.Where(path => !conditions.Exists(condition => Share(condition, path))))
        {
            _names.Add(path);
        }
    }

    // Whether one path leads to the other.
    private static bool Share(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Count > 0 && one.Zip(other).All(pair => pair.First == pair.Second);

    // Texts that name a value look nothing up.
    private static ReadOnlySpan<byte> WithoutMessages(ReadOnlySpan<byte> action)
    {
        var text = Encoding.UTF8.GetString(action);
        if (!text.Contains('"', StringComparison.Ordinal))
        {
            return action;
        }

        var parts = text.Split('"');
        for (var at = 1; at < parts.Length; at += 2)
        {
            parts[at] = parts[at].Replace(".Values", "", StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(string.Join('"', parts));
    }

    // $name := .Values.a and no more.
    private static bool IsAssignment(string[] words) => words.Length == 3 && words[0].StartsWith('$') && words[1] is ":=" or "=";

    private static List<IReadOnlyList<string>> Paths(ReadOnlySpan<byte> action)
    {
        var paths = new List<IReadOnlyList<string>>();
        action = WithoutMessages(action);

        // (.Values.a).b asks for b where there is an a, and for nothing where there is none.
        for (var open = action.IndexOf("(."u8); open >= 0; open = action.IndexOf("(."u8))
        {
            var end = action[(open + 1)..].IndexOfAnyExcept(PathCharacters);
            end = end < 0 ? action.Length : open + 1 + end;
            var isGuarded = action[end..].StartsWith(")."u8);
            paths.AddRange(ValueChains.In(isGuarded ? action[..open] : action[..end]));
            action = action[end..];
        }

        paths.AddRange(ValueChains.In(action));
        return paths;
    }
}
