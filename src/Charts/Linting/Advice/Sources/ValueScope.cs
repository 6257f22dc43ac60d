namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Where in a template one is: in which conditions, in which named template, with which variables.</summary>
internal sealed class ValueScope(ValueGuards guards)
{
    /// <summary>What is before the name of a template where it is included.</summary>
    internal static readonly string[] Inclusions = ["include \"", "template \""];

    private static readonly ValueGuard[] Everything = [new([])];

    private readonly Stack<(string Opener, List<ValueGuard> Conditions)> _blocks = new();
    private readonly Dictionary<string, List<ValueGuard>> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contexts = new(StringComparer.Ordinal);
    private string _template = "";

    /// <summary>The place.</summary>
    public GuardedPlace Place => new([.. _blocks.SelectMany(block => block.Conditions)], _template);

    /// <summary>An action names paths and includes templates.</summary>
    public void Mention(string text, List<IReadOnlyList<string>> paths)
    {
        if (_template.Length > 0)
        {
            guards.Mention(_template, paths);
        }

        foreach (var name in Included(text))
        {
            guards.Call(name, Place);
        }

        if (!IsDefinition(text))
        {
            guards.Name(_template, text);
        }
    }

    /// <summary>
    /// Names are set in <c>.Values</c> itself, or in a variable that holds it; named templates are included with other values than these.
    /// </summary>
    public void Follow(string text, string[] words)
    {
        var makes = ValueWrites.MakesContext(words, word => ValueWrites.IsAll(word) || _aliases.Contains(word));
        if (words is [['$', ..] name, ":=" or "=", ..])
        {
            _ = makes ? _contexts.Add(name) : _contexts.Remove(name);
        }

        if (makes || text.Contains(".Subcharts", StringComparison.Ordinal) || _contexts.Any(context => Names(text, context)))
        {
            foreach (var template in Included(text))
            {
                guards.NameOfOthers(template);
            }
        }

        if (ValueWrites.Alias(words) is { } alias)
        {
            _aliases.Add(alias);
        }

        for (var at = 0; at + 2 < words.Length; at++)
        {
            if (words[at] == "set" && (ValueWrites.IsAll(words[at + 1]) || _aliases.Contains(words[at + 1])))
            {
                guards.Give([[words[at + 2].Trim('"', '`')]]);
            }
        }
    }

    /// <summary>A block begins.</summary>
    public void Enter(string[] words, string text, List<IReadOnlyList<string>> paths)
    {
        if (words[0] == "define" && words.Length > 1)
        {
            _template = words[1].Trim('"', '`');
            _variables.Clear();
        }

        _blocks.Push((words[0], words[0] == "define" ? [] : Asked(text, paths)));
        if (words is ["range" or "with" or "if", ['$', ..], ..])
        {
            Assign(words[1].TrimEnd(','), text, paths);
        }
    }

    /// <summary>A block asks for more in its other branch.</summary>
    public void Add(string text, List<IReadOnlyList<string>> paths)
    {
        if (_blocks.TryPeek(out var block))
        {
            block.Conditions.AddRange(Asked(text, paths));
        }
    }

    /// <summary>A block ends.</summary>
    public void Leave()
    {
        if (_blocks.TryPop(out var block) && block.Opener == "define")
        {
            _template = "";
        }
    }

    /// <summary>A variable holds what comes of paths.</summary>
    public void Assign(string name, string text, List<IReadOnlyList<string>> paths) => _variables[name] = Asked(text, paths);

    /// <summary>Values are written to.</summary>
    public void Write(List<IReadOnlyList<string>> paths) => guards.Give(paths);

    /// <summary>Templates fail here: what the conditions ask for is demanded of users.</summary>
    public void Demand() => guards.Give(_blocks.SelectMany(block => block.Conditions).Select(condition => condition.Path));

    // The paths, what variables hold, and what included templates speak of. The values of another chart are none of this one's.
    private List<ValueGuard> Asked(string text, List<IReadOnlyList<string>> paths) =>
    [
        .. text.Contains(".Subcharts", StringComparison.Ordinal) ? Everything : [],
        .. paths.Where(path => path.Count > 0).Select(path => new ValueGuard(path)),
        .. Included(text).Select(name => new ValueGuard([], name)),
        .. _variables.Where(variable => Names(text, variable.Key)).SelectMany(variable => variable.Value),
    ];

    private static bool IsDefinition(string text) =>
        text.TrimStart('-', ' ', '\t', '\r', '\n').StartsWith("define", StringComparison.Ordinal);

    private static bool Names(string text, string variable)
    {
        for (var at = text.IndexOf(variable, StringComparison.Ordinal); at >= 0; at = text.IndexOf(
            variable, at + 1, StringComparison.Ordinal))
        {
            var end = at + variable.Length;
            if (variable.Length > 1 && (end == text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Included(string text)
    {
        foreach (var word in Inclusions)
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                yield return text[(at + word.Length)..].Split('"')[0];
            }
        }
    }
}
