using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.Charts;

/// <summary>What varies between runs, as the golden data mask it.</summary>
internal sealed partial class ChartMasks(ChartCase row, string folder)
{
    private const string HeadingEnd = "\u0001";

    public string Apply(byte[] bytes, bool isFile = false)
    {
        var text = Encoding.Latin1.GetString(bytes);
        text = text.Replace(Path.Combine(folder, ".home"), "{HOME}", StringComparison.Ordinal)
            .Replace(folder, "{CWD}", StringComparison.Ordinal);
        text = Source().Replace(text, "{SRC}: ");
        text = row.Has("sort_stdout") && !isFile ? SortLines(text) : text;
        foreach (var mask in row.Masks)
        {
            text = mask.ValueKind == JsonValueKind.Array
                ? Regex.Replace(
                    text, mask[0].GetString()!.Replace("(?s)", "(?s)", StringComparison.Ordinal), Replacement(mask[1].GetString()!))
                : Named(text, mask.GetString()!);
        }

        if (isFile)
        {
            return text;
        }

        text = row.Has("sort_logs") ? SortLogs(text) : text;
        return row.Has("sort_schema") ? SortSchema(text) : text;
    }

    // Python's references to groups.
    private static string Replacement(string text) => Reference().Replace(text, "$${$1}");

    private static string Named(string text, string mask) => mask switch
    {
        "timestamp" => Timestamp().Replace(text, "{TIME}"),
        "date" => AnsiDate().Replace(text, "{DATE}"),
        "digest" => Digest().Replace(text, "{DIGEST}"),
        "gensuffix" => Suffix().Replace(text, "-UNIXTIME"),
        _ => text,
    };

    private static string SortLines(string text) => text.Length == 0
        ? text
        : string.Concat((text.EndsWith('\n') ? text[..^1] : text).Split('\n').Order(StringComparer.Ordinal).Select(line => line + "\n"));

    private static string SortLogs(string text)
    {
        var lines = text.Split('\n');
        var logs = lines.Where(IsLog).Order(StringComparer.Ordinal).GetEnumerator();
        return string.Join('\n', lines.Select(line => IsLog(line) && logs.MoveNext() ? logs.Current : line));

        static bool IsLog(string line) => line.StartsWith("level=", StringComparison.Ordinal)
            || line.StartsWith("{SRC}: ", StringComparison.Ordinal);
    }

    // Findings of one level come in any order.
    private static string SortSchema(string text)
    {
        var names = text.Split('\n')
            .Select(line => Additional().Replace(line, match => string.Join(", ", match.Value.Split(", ").Order(StringComparer.Ordinal))));

        // In lint the first one is behind a heading; whichever it is, the heading goes before the first of the sorted ones.
        var lines = names.SelectMany(line => LintHeading().Match(line) is { Success: true } heading
            ? [heading.Value + HeadingEnd, line[heading.Length..]]
            : (string[])[line])
            .ToList();
        return string.Join('\n', SortLevel(lines, 0, lines.Count)).Replace(HeadingEnd + "\n", "", StringComparison.Ordinal);
    }

    private static List<string> SortLevel(List<string> lines, int from, int to)
    {
        var sorted = new List<string>();
        for (var at = from; at < to;)
        {
            if (Indent(lines[at]) is not { } indent)
            {
                sorted.Add(lines[at++]);
                continue;
            }

            var groups = new List<List<string>>();
            while (at < to && Indent(lines[at]) == indent)
            {
                var start = at++;
                while (at < to && Indent(lines[at]) > indent)
                {
                    at++;
                }

                groups.Add([lines[start], .. SortLevel(lines, start + 1, at)]);
            }

            sorted.AddRange(groups.OrderBy(group => string.Join('\n', group), StringComparer.Ordinal).SelectMany(group => group));
        }

        return sorted;
    }

    private static int? Indent(string line) => line.TrimStart(' ').StartsWith("- at ", StringComparison.Ordinal)
        ? line.Length - line.TrimStart(' ').Length
        : null;

    [GeneratedRegex(@"^[a-z_]+\.go:\d+: ", RegexOptions.Multiline)]
    private static partial Regex Source();

    [GeneratedRegex(@"\\(\d)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")]
    private static partial Regex AnsiDate();

    [GeneratedRegex(@"^\[ERROR\] [^ ]+: (?=- at )")]
    private static partial Regex LintHeading();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();

    [GeneratedRegex(@"-\d{10}")]
    private static partial Regex Suffix();

    [GeneratedRegex("(?<=additional properties ).*(?= not allowed)")]
    private static partial Regex Additional();
}
