using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading;

/// <summary>The rules of <c>.helmignore</c> (spec helm.md 1.4). The first rule that decides, decides.</summary>
internal sealed class HelmIgnore
{
    private readonly List<Rule> _rules = [];

    private HelmIgnore()
    {
    }

    /// <summary>Reads the rules and adds the implicit one for hidden templates.</summary>
    /// <exception cref="ChartException">A rule cannot be understood.</exception>
    public static HelmIgnore Parse(ReadOnlySpan<byte> text)
    {
        var ignore = new HelmIgnore();
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            text = text[3..];
        }

        foreach (var line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            ignore.Add(line.Trim());
        }

        ignore.Add("templates/.?*");
        return ignore;
    }

    /// <summary>Whether a file or folder stays out.</summary>
    /// <param name="path">From the chart's root, with slashes.</param>
    /// <param name="isFolder">Rules with a slash at the end are for folders only.</param>
    public bool Ignores(string path, bool isFolder)
    {
        if (path is "" or "." or "./")
        {
            return false;
        }

        foreach (var rule in _rules)
        {
            if (rule.IsNegated)
            {
                // Odd, but so it is: whatever a negated rule does not name is out.
                if ((rule.FoldersOnly && !isFolder) || !rule.Matches(path))
                {
                    return true;
                }

                continue;
            }

            if (rule.FoldersOnly && !isFolder)
            {
                continue;
            }

            if (rule.Matches(path))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        if (line.Contains("**", StringComparison.Ordinal))
        {
            throw new ChartException("double-star (**) syntax is not supported");
        }

        if (!PathGlob.IsValid(line))
        {
            throw new ChartException("syntax error in pattern");
        }

        var isNegated = line[0] == '!';
        var pattern = isNegated ? line[1..] : line;
        var foldersOnly = pattern.EndsWith('/');
        pattern = foldersOnly ? pattern[..^1] : pattern;
        _rules.Add(new(pattern.StartsWith('/') ? pattern[1..] : pattern, WholePath: pattern.Contains('/'), isNegated, foldersOnly));
    }

    private sealed record Rule(string Pattern, bool WholePath, bool IsNegated, bool FoldersOnly)
    {
        public bool Matches(string path) => PathGlob.Matches(Pattern, WholePath ? path : path[(path.LastIndexOf('/') + 1)..]);
    }
}
