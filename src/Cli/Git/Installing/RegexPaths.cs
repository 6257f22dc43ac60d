namespace SecretsKit.Cli.Git.Installing;

/// <summary>
/// Reads a regular expression as a list of paths with wildcards: alternatives are spelt out, <c>?</c> and <c>*</c> stay in a folder,
/// <see cref="Deep"/> crosses folders. What cannot be said so is given up.
/// </summary>
internal sealed class RegexPaths(string expression)
{
    /// <summary>Any characters, slashes included.</summary>
    public const char Deep = '\u0001';

    private const int MostPaths = 24;
    private const string Begin = "\u0002";
    private const string End = "\u0003";

    private int _at;

    /// <summary>The paths, or null.</summary>
    public IReadOnlyList<string>? Parse()
    {
        var paths = Alternatives(depth: 0);
        return paths is null || _at < expression.Length ? null : Anchored(paths);
    }

    // Without an anchor anything may stand before and behind.
    private static List<string>? Anchored(List<string> paths)
    {
        List<string> anchored = [];
        foreach (var path in paths)
        {
            var text = path.StartsWith(Begin, StringComparison.Ordinal) ? path[1..] : Deep + path;
            text = text.EndsWith(End, StringComparison.Ordinal) ? text[..^1] : text + Deep;
            if (text.Contains(Begin, StringComparison.Ordinal) || text.Contains(End, StringComparison.Ordinal))
            {
                return null;
            }

            anchored.Add(text);
        }

        return anchored;
    }

    private List<string>? Alternatives(int depth)
    {
        List<string> all = [];
        while (true)
        {
            if (Sequence() is not { } branch || all.Count + branch.Count > MostPaths || depth > 10)
            {
                return null;
            }

            all.AddRange(branch);
            if (_at == expression.Length || expression[_at] != '|')
            {
                return all;
            }

            _at++;
        }

        List<string>? Sequence()
        {
            List<string> paths = [""];
            while (_at < expression.Length && expression[_at] is not ('|' or ')'))
            {
                if (Atom(depth) is not { } atom || Repeated(atom) is not { } repeated || paths.Count * repeated.Count > MostPaths)
                {
                    return null;
                }

                paths = [.. paths.SelectMany(path => repeated.Select(next => path + next))];
            }

            return paths;
        }
    }

    private List<string>? Atom(int depth)
    {
        var c = expression[_at++];
        switch (c)
        {
            case '^':
                return [Begin];
            case '$':
                return [End];
            case '.':
                return ["?"];
            case '(':
                var rest = expression.AsSpan(_at);
                _at += rest.StartsWith("?:") ? 2 : 0;
                if (_at < expression.Length && expression[_at] == '?')
                {
                    return null;
                }

                var inside = Alternatives(depth + 1);
                return inside is not null && _at < expression.Length && expression[_at++] == ')' ? inside : null;
            case '[':
                return Class();
            case '\\':
                return _at < expression.Length ? Escape(expression[_at++]) : null;
            case '*' or '+' or '?' or '{':
                return null;
            default:
                return [Literal(c)];
        }
    }

    private static List<string>? Escape(char c) => c is 'd' or 'w' or 's' ? ["?"] : char.IsAsciiLetterOrDigit(c) ? null : [Literal(c)];

    // What git's patterns read as a wildcard is taken literally again.
    private static string Literal(char c) => c is '*' or '?' or '[' or '\\' ? "\\" + c : c.ToString();

    // A class of one character: any but a slash will do, since more may match.
    private List<string>? Class()
    {
        var end = expression.IndexOf(']', Math.Min(_at + 1, expression.Length));
        if (end < 0)
        {
            return null;
        }

        var members = expression[_at..end];
        _at = end + 1;
        var crosses = members[0] == '^' ? !members.Contains('/') : members.Contains('/');
        return members.Contains('[') ? null : crosses ? [Deep.ToString()] : ["?"];
    }

    private List<string>? Repeated(List<string> atom)
    {
        if (_at == expression.Length || expression[_at] is not ('*' or '+' or '?'))
        {
            return _at < expression.Length && expression[_at] == '{' ? null : atom;
        }

        var wasDot = expression[_at - 1] == '.' && (_at < 2 || expression[_at - 2] != '\\');
        var sign = expression[_at++];
        if (_at < expression.Length && expression[_at] == '?')
        {
            _at++;
        }

        return sign == '?' ? ["", .. atom]
            : atom is not ["?"] ? atom is [var only] && only[0] == Deep ? atom : null
            : wasDot ? [Deep.ToString()]
            : ["*"];
    }
}
