using System.Text;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Cli.Checking;

/// <summary>
/// The findings that a repository accepts, in a file that people review: one per line as <c>RULE PATH
/// [NAME]</c>. <c>*</c> stands for any rule, in paths for any part of a name, <c>**</c> for any folders. Paths with spaces stand in
/// quotation marks. Entries hold no trace of a value.
/// </summary>
internal sealed class AllowList
{
    /// <summary>At the root of the repository.</summary>
    public const string FileName = ".secretskit-allow";

    /// <summary>Most entries that are read; each is compared with each finding. What further ones would accept stays a finding.</summary>
    public const int MostEntries = 10_000;

    private readonly List<Entry> _entries;

    private AllowList(List<Entry> entries) => _entries = entries;

    /// <summary>Reads a list.</summary>
    /// <param name="content">UTF-8.</param>
    public static AllowList Parse(ReadOnlySpan<byte> content)
    {
        var entries = new List<Entry>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            var words = Words(line);
            if (words.Count >= 2 && entries.Count < MostEntries)
            {
                entries.Add(new(number, words[0], words[1], Compile(words[1]), words.Count > 2 ? words[2] : null));
            }
        }

        return new(entries);
    }

    /// <summary>Whether a finding is accepted. Remembers the entry, to report those that nothing needs.</summary>
    public bool Covers(Finding finding)
    {
        if (finding.Rule.IsFirm)
        {
            return false;
        }

        var covers = false;
        foreach (var entry in _entries)
        {
            if ((entry.Rule == "*" || entry.Rule == finding.Rule.Id) && (entry.Name is null || entry.Name == finding.Name)
                && (entry.Path == finding.Path || entry.Pattern?.IsMatch(finding.Path) == true))
            {
                entry.IsUsed = true;
                covers = true;
            }
        }

        return covers;
    }

    /// <summary>Line and text of the entries that covered nothing.</summary>
    /// <param name="ran">Whether a rule was looked for in this run.</param>
    public IEnumerable<(int Line, string Text)> Unused(Func<string, bool> ran) =>
        _entries.Where(entry => !entry.IsUsed && ran(entry.Rule)).Select(entry => (entry.Line, $"{entry.Rule} {entry.Path}"));

    /// <summary>Lines that accept findings.</summary>
    public static string Lines(IEnumerable<Finding> findings) => string.Concat(findings
        .Select(finding => $"{finding.Rule.Id} {Quoted(finding.Path)}{(finding.Name.Length > 0 ? " " + Quoted(finding.Name) : "")}\n")
        .Distinct());

    // Words end at spaces, and a hash sign begins a comment.
    private static string Quoted(string text) => text.AsSpan().IndexOfAny(" #\t") >= 0 || text.StartsWith('"')
        ? "\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
        : text;

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            if (line[at] is ' ' or '\t' or '\r')
            {
                at++;
                continue;
            }

            if (line[at] == '#')
            {
                break;
            }

            words.Add(line[at] == '"' ? QuotedWord(line, ref at) : Word(line, ref at));
        }

        return words;
    }

    private static string Word(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && line[at] is not (' ' or '\t' or '\r'))
        {
            at++;
        }

        return line[start..at];
    }

    private static string QuotedWord(string line, ref int at)
    {
        var word = new StringBuilder();
        for (at++; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
            }

            word.Append(line[at]);
        }

        at++;
        return word.ToString();
    }

    // Null for a pattern that is too long to be one: it then covers the file of that very name.
    private static Re2? Compile(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '*')
            {
                expression.Append(pattern[i] == '?'
                    ? "[^/]"
                    : char.IsAsciiLetterOrDigit(pattern[i]) || pattern[i] == '/' || pattern[i] > 0x7f
                    ? pattern[i].ToString()
                    : $"\\{pattern[i]}");
                continue;
            }

            var isDeep = i + 1 < pattern.Length && pattern[i + 1] == '*';
            i += isDeep ? 1 : 0;
            if (isDeep && i + 1 < pattern.Length && pattern[i + 1] == '/')
            {
                i++;
                expression.Append("(?:.*/)?");
            }
            else
            {
                expression.Append(isDeep ? ".*" : "[^/]*");
            }
        }

        return Re2.TryCompile(expression.Append('$').ToString(), out var compiled, out _) ? compiled : null;
    }

    private sealed class Entry(int line, string rule, string path, Re2? pattern, string? name)
    {
        public int Line { get; } = line;

        public string Rule { get; } = rule;

        public string Path { get; } = path;

        public Re2? Pattern { get; } = pattern;

        public string? Name { get; } = name;

        public bool IsUsed { get; set; }
    }
}
