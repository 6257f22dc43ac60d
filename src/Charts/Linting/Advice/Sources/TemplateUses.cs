using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// The values that the templates of a chart itself look up and count on: those of libraries and subcharts are left out, as are comments,
/// named templates that the chart does not include itself, what a condition around it asks for first, and actions that do without the value
/// or ask for it (<c>default</c>, <c>required</c> and their like).
/// </summary>
internal sealed class TemplateUses
{
    private static readonly SearchValues<byte> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_."u8);

    // Functions that take a value that is not there for what it is, or hand it on to templates that may.
    private static readonly string[] Tolerant =
        ["default", "required", "coalesce", "hasKey", "dig", "get", "pluck", "empty", "kindIs", "kindOf", "typeIs", "typeIsLike", "typeOf",
            "or", "and", "any", "all", "not", "eq", "ne", "deepEqual", "ternary", "dict", "list", "compact", "fail"];

    private static readonly string[] Openers = ["if", "with", "range", "define", "block"];
    private static readonly string[] Writers = ["set", "unset", "merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite"];

    // What .Values can do itself, beside holding values.
    private static readonly string[] Methods = ["AsMap", "Table", "PathValue", "YAML", "Encode"];

    private readonly ValueNames _names = new();
    private readonly ValueGuards _guards = new();

    /// <summary>Reads a chart.</summary>
    public TemplateUses(Chart chart)
    {
        var uses = new List<(IReadOnlyList<string> Path, GuardedPlace Place)>();
        foreach (var template in chart.Templates)
        {
            var scope = new ValueScope(_guards);
            TemplateActions.Each(template.Data, action =>
            {
                if (!TemplateActions.IsComment(action))
                {
                    var paths = Uses(action, scope);
                    if (paths.Count > 0 && !IsBehindHash(template.Data, action))
                    {
                        var place = scope.Place;
                        uses.AddRange(paths.Select(path => (path, place)));
                    }
                }
            });
        }

        foreach (var file in chart.Raw.Where(file => !file.Name.StartsWith("templates/", StringComparison.Ordinal)
            && !file.Name.StartsWith("charts/", StringComparison.Ordinal)))
        {
            TemplateActions.Each(file.Data, action => _guards.Name("", Encoding.UTF8.GetString(action)));
        }

        var reached = _guards.Reached();
        foreach (var (path, _) in uses.Where(use => !IsMethod(use.Path)
            && (use.Place.Template.Length == 0 || reached.Contains(use.Place.Template))
            && !_guards.Cover(use.Path, use.Place)))
        {
            _names.Add(path);
        }
    }

    /// <summary>The names below a path.</summary>
    public IEnumerable<string> Below(string prefix) => _names.Below(prefix);

    private static List<IReadOnlyList<string>> Uses(ReadOnlySpan<byte> action, ValueScope scope)
    {
        var text = Encoding.UTF8.GetString(action);
        var words = text.Trim('-', ' ', '\t', '\r', '\n').Split((char[])[' ', '\t', '\r', '\n', '(', ')']);
        var paths = Paths(action);
        scope.Mention(text, paths);
        scope.Follow(text, ValueWrites.Words(text));
        if (words[0] == "end")
        {
            scope.Leave();
            return [];
        }

        if (Array.Exists(words, Writers.Contains) || Array.IndexOf(words, "required") >= 0)
        {
            scope.Write(paths);
        }

        if (words[0] == "else")
        {
            scope.Add(text, paths);
            return Above(paths);
        }

        if (Openers.Contains(words[0]))
        {
            scope.Enter(words, text, paths);
            return Above(paths);
        }

        if (words[0].StartsWith('$') && words.Length > 1)
        {
            scope.Assign(words[0], text, paths);
        }

        if (Array.IndexOf(words, "fail") >= 0)
        {
            scope.Demand();
        }

        return text.Contains(".Subcharts", StringComparison.Ordinal) ? []
            : IsAssignment(ValueWrites.Words(text)) ? Above(paths) // Templates ask the variable.
            : words[0] is ['`' or '"', ..] || Array.Exists(words, Tolerant.Contains) ? []
            : Paths(Encoding.UTF8.GetBytes(WithoutArguments(text)));
    }

    // A condition asks for the last part of a path and needs what is before it, unless that is asked for beside it.
    private static List<IReadOnlyList<string>> Above(List<IReadOnlyList<string>> paths) =>
    [
        .. paths.Where(path => path.Count > 1)
            .Select(path => (IReadOnlyList<string>)[.. path.SkipLast(1)])
            .Where(path => !paths.Exists(other => path.Count >= other.Count && ValueGuards.Share(other, path))),
    ];

    // # {{ ... }}: a comment in what comes out.
    private static bool IsBehindHash(ReadOnlySpan<byte> text, ReadOnlySpan<byte> action) => text.Overlaps(action, out var offset)
        && text[..offset] is var before
        && before[(before.LastIndexOf((byte)'\n') + 1)..].TrimStart(" \t"u8) is [(byte)'#', ..];

    // What include hands on is asked for by the template that it names.
    private static string WithoutArguments(string text)
    {
        foreach (var word in ValueScope.Inclusions)
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                var name = text.IndexOf('"', at + word.Length) + 1;
                if (name == 0)
                {
                    break;
                }

                var (end, depth) = (name, 0);
                while (end < text.Length && (depth > 0 || text[end] is not (')' or '|')))
                {
                    depth += text[end] switch { '(' => 1, ')' => -1, _ => 0 };
                    end++;
                }

                text = text.Remove(name, end - name);
            }
        }

        return text;
    }

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

    // $name := .Values.a or index .Values "a-b", and no more.
    private static bool IsAssignment(string[] words) => words.Length > 2 && words[0].StartsWith('$') && words[1] is ":=" or "="
        && (words.Length == 3 || (words[2] == "index" && words.Skip(4).All(word => word.StartsWith('"'))));

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

    private static bool IsMethod(IReadOnlyList<string> path) => path is [var first, ..] && Methods.Contains(first);
}
