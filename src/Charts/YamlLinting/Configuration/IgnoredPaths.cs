using System.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>Patterns of files as git ignores them: the last that fits decides, and an exclamation mark takes a file back.</summary>
internal sealed class IgnoredPaths(IEnumerable<string> lines)
{
    private readonly List<(bool IsTaken, Re2 Expression)> _patterns =
    [
        .. lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line[0] != '!', Compiled(line.TrimStart('!')))),
    ];

    /// <summary>Whether a file is ignored.</summary>
    /// <param name="path">Relative, with slashes.</param>
    public bool Contains(string path)
    {
        var name = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return _patterns.FindLast(pattern => pattern.Expression.IsMatch(name)) is { Expression: not null, IsTaken: true };
    }

    private static Re2 Compiled(string pattern)
    {
        var isAnchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var text = new StringBuilder(isAnchored ? "^" : "^(?:.*/)?");
        var body = pattern.Trim('/');
        for (var at = 0; at < body.Length; at++)
        {
            switch (body[at])
            {
                case '*' when at + 1 < body.Length && body[at + 1] == '*':
                    var isFolders = at + 2 < body.Length && body[at + 2] == '/';
                    text.Append(isFolders ? "(?:.*/)?" : ".*");
                    at += isFolders ? 2 : 1;
                    break;
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '\\' when at + 1 < body.Length:
                    text.Append(Escaped(body[++at]));
                    break;
                default:
                    text.Append(Escaped(body[at]));
                    break;
            }
        }

        text.Append(pattern.EndsWith('/') ? "/.*$" : "(?:/.*)?$");
        return Re2.Compile(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Escaped(char value) => char.IsAsciiLetterOrDigit(value) || value > 0x7F ? value.ToString() : "\\" + value;
}
