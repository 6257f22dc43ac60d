using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Lines that come out different each time, since the template draws at random or reads the clock (pipeline P-120).</summary>
internal static class VaryingOutput
{
    private const string Id = "K-120";
    private const int MostLines = 5;

    public static AdviceRule Rule { get; } = new(Id, "the output is another one at each rendering")
    {
        Find = subject => subject.Rendering is { Varies: true, Files: { } one } && subject.Rendering.Again() is { } other
            ? Find(subject.Chart, one, other)
            : [],
    };

    // Compares two renderings with different randomness and clocks. Values are not quoted. Notes are shown, not deployed.
    private static IEnumerable<LintMessage> Find(
        Chart chart, IReadOnlyDictionary<string, byte[]> one, IReadOnlyDictionary<string, byte[]> other)
    {
        var templates = Templates(chart).ToList();
        var partials = new Lazy<PartialIndex>(() => new(templates));
        foreach (
            var (path, text) in one.Where(file => !file.Key.EndsWith("NOTES.txt", StringComparison.Ordinal))
                .OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var lines = DifferentLines(text, other[path]);
            if (lines.Count > 0)
            {
                var shown = string.Join(", ", lines.Take(MostLines)) + (lines.Count > MostLines ? ", ..." : "");

                // Charts keep what they once drew by asking the cluster for it, in the template itself or in a helper that it includes.
                yield return templates.Exists(
                    template => path.EndsWith(template.Name, StringComparison.Ordinal) && partials.Value.LooksUpWhatItDraws(template))
                    ? new(
                        LintSeverity.Info,
                        path,
                        $"{Id}: the output changes with each rendering that finds nothing by lookup, as this one: line {shown}")
                    : new(LintSeverity.Warning, path, $"{Id}: the output changes with each rendering: line {shown}");
            }
        }
    }

    private static IEnumerable<ChartFile> Templates(Chart chart) => chart.Templates.Concat(chart.Dependencies.SelectMany(Templates));

    private static List<int> DifferentLines(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var lines = new List<int>();
        for (var line = 1; !one.IsEmpty || !other.IsEmpty; line++)
        {
            if (!Take(ref one).SequenceEqual(Take(ref other)))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }
}
