using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Values that templates use and values.yaml does not have or does not explain, and templates that share nothing (pipeline P-122).
/// </summary>
internal static class ValueDocumentation
{
    private const string Id = "K-122";
    private const string ValuesFile = "values.yaml";

    public static AdviceRule Rule { get; } = new(Id, "a value has no default or no comment, or templates have no helpers")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var chart = subject.Chart;
        foreach (var path in Undeclared(subject, chart.Values ?? new(), ""))
        {
            yield return Warn(ValuesFile, $"{path} has no default, and templates use it");
        }

        foreach (var file in chart.Raw.Where(file => file.Name == ValuesFile))
        {
            foreach (var (name, line) in Unexplained(Encoding.UTF8.GetString(file.Data)))
            {
                yield return Warn($"{ValuesFile}:{line}", $"{name} has no comment");
            }
        }

        var templates = chart.Templates.Where(template => !template.Name.EndsWith(".txt", StringComparison.Ordinal)
            && !PartialTemplate.Is(template.Name))
            .ToList();
        if (templates.Count > 1
            && !chart.Templates.Any(template => template.Data.AsSpan().IndexOf("define"u8) >= 0)
            && !templates.Exists(template => template.Data.AsSpan().IndexOf("include"u8) >= 0))
        {
            yield return Warn("templates/", "names and labels that several templates share belong into helpers (_helpers.tpl)");
        }
    }

    private static LintMessage Warn(string subject, string text) => new(LintSeverity.Warning, subject, $"{Id}: {text}");

    // Below a table that is empty or none, users decide.
    private static IEnumerable<string> Undeclared(AdviceSubject subject, MapValue defaults, string prefix)
    {
        foreach (
            var name in subject.Named.Below(prefix)
                .Where(name => prefix.Length > 0
                    || (name is not "global" && subject.Chart.Dependencies.All(child => child.Metadata.Name != name))))
        {
            if (!defaults.TryGet(new ByteString(name), out var value))
            {
                yield return prefix + name;
            }
            else if (value.AsMap is { Count: > 0 } inner)
            {
                foreach (var path in Undeclared(subject, inner, $"{prefix}{name}."))
                {
                    yield return path;
                }
            }
        }
    }

    // A comment above a value, or behind it, or inside it, describes it.
    private static IEnumerable<(string Name, int Line)> Unexplained(string text)
    {
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0 || !(char.IsAsciiLetterOrDigit(line[0]) || line[0] is '_' or '"' or '\'') || colon < 0)
            {
                continue;
            }

            var block = lines.Skip(at + 1).TakeWhile(below => below.Length == 0 || below[0] is ' ' or '\t' or '\r' or '-');
            var isExplained = line.Contains(" #", StringComparison.Ordinal)
                || (at > 0 && lines[at - 1].TrimStart().StartsWith('#'))
                || block.Any(below => below.TrimStart(' ', '-').StartsWith('#') || below.Contains(" #", StringComparison.Ordinal));
            if (!isExplained)
            {
                yield return (line[..colon].Trim('"', '\''), at + 1);
            }
        }
    }
}
