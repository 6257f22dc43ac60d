using SecretsKit.Charts.Linting.Advice.Objects;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Lines that come out different each time, since the template draws at random or reads the clock (pipeline P-120). What an upgrade keeps
/// is found out by upgrading: templates that look up what the release made before print that again.
/// </summary>
internal static class VaryingOutput
{
    private const string Id = "K-120";
    private const int MostLines = 5;

    public static AdviceRule Rule { get; } = new(Id, "the output is another one at each rendering")
    {
        Find = subject => subject.Rendering is { Varies: true, Files: { } one } && subject.Rendering.Again() is { } other
            ? Find(subject, one, other)
            : [],
    };

    // Compares renderings with different randomness and clocks. Values are not quoted. Notes are shown, not deployed.
    private static IEnumerable<LintMessage> Find(
        AdviceSubject subject, IReadOnlyDictionary<string, byte[]> one, IReadOnlyDictionary<string, byte[]> other)
    {
        var templates = subject.Chart.AllTemplates.ToList();
        var partials = new Lazy<PartialIndex>(() => new(templates));
        var upgrades = subject.Rendering.Upgrades();
        foreach (
            var (path, text) in one.Where(file => !file.Key.EndsWith("NOTES.txt", StringComparison.Ordinal))
                .OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var lines = DifferentLines(text, other[path])
                .FindAll(line => HookAround(text, line) is not { } hook || IsOfInstallation(hook));
            var changed = upgrades is null ? lines : Changed(upgrades, path);
            if (lines.Count + changed.Count == 0)
            {
                continue;
            }

            // rollme, timestamp: that is what they are for.
            var renewing = changed.FindAll(line => PodRenewals.Are(upgrades!.One[path], upgrades.Other[path], line));
            if (renewing.Count > 0)
            {
                changed.RemoveAll(renewing.Contains);
                lines.RemoveAll(renewing.Contains);
                yield return new(
                    LintSeverity.Info,
                    path,
                    $"{Id}: each upgrade makes new pods, since an annotation of theirs is another one each time: {Shown(renewing)}");
                if (lines.Count + changed.Count == 0)
                {
                    continue;
                }
            }

            // Charts keep what they once drew by asking the cluster for it, in the template itself or in a helper that it includes.
            if ((upgrades is null || (upgrades.LooksElsewhere && changed.Count > 0))
                && templates.Exists(
                    template => path.EndsWith(template.Name, StringComparison.Ordinal) && partials.Value.LooksUpWhatItDraws(template)))
            {
                yield return new(
                    LintSeverity.Info,
                    path,
                    $"{Id}: the output changes with each rendering that finds nothing by lookup, as this one: " +
                        Shown(lines.Count > 0 ? lines : changed));
            }
            else if (changed.Count > 0)
            {
                yield return new(
                    LintSeverity.Warning,
                    path,
                    $"{Id}: the output changes with each rendering: {Shown(changed)}; to keep it, take it from values, or look up what " +
                        "is there");
            }
            else
            {
                yield return new(
                    LintSeverity.Info,
                    path,
                    $"{Id}: an upgrade keeps what is there, and each rendering without a cluster, as this one, is another: {Shown(lines)}");
            }
        }
    }

    // The lines of a file in which two upgrades differ; hooks that no upgrade runs left out.
    private static List<int> Changed(UpgradePair upgrades, string path)
    {
        if (!upgrades.One.TryGetValue(path, out var text) || !upgrades.Other.TryGetValue(path, out var other))
        {
            return [];
        }

        var lines = DifferentLines(text, other);
        return lines.FindAll(line => HookAround(text, line)?.Contains("upgrade", StringComparison.Ordinal) != false);
    }

    // Tests and what runs when a release is removed are made anew each time, and are nothing that could be kept.
    private static bool IsOfInstallation(string hook) =>
        hook.Contains("install", StringComparison.Ordinal) || hook.Contains("upgrade", StringComparison.Ordinal);

    // When the object around a line runs as a hook; null where it is none.
    private static string? HookAround(byte[] text, int line) =>
        DocumentLines.Around(text, line).TextAt("metadata", "annotations", "helm.sh/hook");

    private static string Shown(List<int> lines) =>
        $"line {string.Join(", ", lines.Take(MostLines))}{(lines.Count > MostLines ? ", ..." : "")}";

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
