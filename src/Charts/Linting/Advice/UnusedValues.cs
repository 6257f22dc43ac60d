using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Values that the user gives and that nothing uses: the chart's defaults do not have them, nothing
/// in the chart speaks of them, and without them the rendering is the same. Tables may be printed whole, so below the top only
/// names are reported that are nearly known ones.
/// </summary>
internal sealed class UnusedValues
{
    private const string Id = "unused";

    private const int MostMessages = 20;

    // What cannot be tried any more counts as needed.
    private const int MostRenderings = 200;

    // One letter in four may be wrong.
    private const int LettersForEachEdit = 4;

    // Names that some template looks up somewhere say less: one in seven.
    private const int LettersForEachEditOfFields = 7;

    private readonly Chart _chart;
    private readonly NamedValues _named;
    private readonly IReadOnlyList<ValuesFile> _files;

    // Whether the rendering changes when a value is left out; null where the chart does not render.
    private readonly Func<IReadOnlyList<ByteString>, bool>? _isNeeded;

    private int _renderings;

    private UnusedValues(AdviceSubject subject) =>
        (_chart, _named, _files, _isNeeded) = (
            subject.Chart, subject.Named, subject.Files, subject.Rendering.Files is null ? null : subject.Rendering.ChangesWithout);

    public static AdviceRule Rule { get; } = new(Id, "a value is given that nothing uses, or whose name is nearly a known one")
    {
        Find = subject => subject.Request.Values.SortedKeys.IsEmpty
            ? []
            : new UnusedValues(subject).Find(subject.Chart, subject.Request.Values, [subject.Chart.Values ?? new()], []).Take(MostMessages),
    };

    private IEnumerable<LintMessage> Find(Chart owner, MapValue given, MapValue[] defaults, IReadOnlyList<ByteString> above)
    {
        var isTop = above.Count == 0 || owner != _chart;
        foreach (var key in given.SortedKeys.ToArray())
        {
            var name = key.RevealText();
            IReadOnlyList<ByteString> path = [.. above, key];
            if (name == "global" || (above.Count == 0 && name == "tags"))
            {
                continue;
            }

            if (isTop && Subchart(owner, name) is { } child)
            {
                var own = defaults.Select(table => table[key].AsMap).OfType<MapValue>().Append(child.Values ?? new());
                foreach (var message in given[key].AsMap is { } inner ? Find(child, inner, [.. own], path) : [])
                {
                    yield return message;
                }
            }
            else if (defaults.Any(table => table.Contains(key)))
            {
                var tables = defaults.Select(table => table[key].AsMap).OfType<MapValue>().Where(table => table.Count > 0).ToArray();
                foreach (var message in given[key].AsMap is { } inner && tables.Length > 0 ? FindBelow(inner, tables, path) : [])
                {
                    yield return message;
                }
            }
            else if (isTop && Aliases(owner, name) is { Count: > 0 } aliases)
            {
                if (IsNeeded(path) != true)
                {
                    yield return Warn(path, $"the chart knows this dependency as {string.Join(", ", aliases)}");
                }
            }
            else if (!(isTop && IsDeclared(owner, name))
                && Complaint(name, [.. Subcharts(owner, isTop), .. Keys(defaults)], path, isTop) is { } complaint)
            {
                yield return complaint;
            }
        }
    }

    private IEnumerable<LintMessage> FindBelow(MapValue given, MapValue[] defaults, IReadOnlyList<ByteString> above)
    {
        foreach (var key in given.SortedKeys.ToArray())
        {
            IReadOnlyList<ByteString> path = [.. above, key];
            var tables = defaults.Select(table => table[key].AsMap).OfType<MapValue>().Where(table => table.Count > 0).ToArray();
            if (tables.Length > 0 && given[key].AsMap is { } inner)
            {
                foreach (var message in FindBelow(inner, tables, path))
                {
                    yield return message;
                }
            }
            else if (!defaults.Any(table => table.Contains(key))
                && Complaint(key.RevealText(), Keys(defaults), path, isTop: false) is { } complaint)
            {
                yield return complaint;
            }
        }
    }

    private LintMessage? Complaint(string name, IEnumerable<string> known, IReadOnlyList<ByteString> path, bool isTop)
    {
        if (!NamedValues.IsWord(name) || (path.Count == 1 && IsForTheFileOnly(name)))
        {
            return null;
        }

        if (_named.Contains(name))
        {
            return path.Count == 1 && !_named.OwnContains(name) && MeantFor(path[0]) is { } place && IsNeeded(path) == false
                ? Warn(path, $"the chart knows {place}")
                : null;
        }

        var prefix = Prefix(path);
        var near = Near(name, known.Concat(_named.Below(prefix)), Math.Max(1, name.Length / LettersForEachEdit))
            ?? (isTop ? Near(name, _named.Fields, name.Length / LettersForEachEditOfFields) : null);
        if ((near is null && (!isTop || HandsOnAll(path) || _isNeeded is null)) || IsNeeded(path) == true)
        {
            return null;
        }

        return Warn(path, near is null ? null : $"the chart knows {prefix}{near}");
    }

    // Null where that is unknown.
    private bool? IsNeeded(IReadOnlyList<ByteString> path) => _isNeeded is null ? null : _renderings++ >= MostRenderings || _isNeeded(path);

    private bool HandsOnAll(IReadOnlyList<ByteString> path) => path.Count == 1 ? _named.HandsOnAll : _named.SubchartsHandOnAll;

    // Subcharts do not see values of the top.
    private string? MeantFor(ByteString key) =>
        _chart.Dependencies.FirstOrDefault(child => child.Values?.Contains(key) == true) is { } child
        ? $"{DeclaredName(child)}.{key.RevealText()}"
        : null;

    // The name under which the chart knows a dependency.
    private string DeclaredName(Chart child) =>
        Declared(_chart).Where(dependency => dependency.Name == child.Metadata.Name).Select(NameOf).FirstOrDefault() ?? child.Metadata.Name;

    private static LintMessage Warn(IReadOnlyList<ByteString> path, string? advice) =>
        new(
            LintSeverity.Warning,
            Prefix(path) + path[^1].RevealText(),
            $"{Id}: no template uses this value{(advice is null ? "" : "; " + advice)}");

    private static string Prefix(IReadOnlyList<ByteString> path) => string.Concat(path.SkipLast(1).Select(part => part.RevealText() + "."));

    // Keys that no template speaks of are examples in a table of the user's: there, others are as good.
    private IEnumerable<string> Keys(MapValue[] tables) =>
        tables.SelectMany(table => table.SortedKeys.ToArray()).Select(key => key.RevealText()).Where(_named.Contains);

    // Subcharts are known by the names under which they take values.
    private static IEnumerable<string> Subcharts(Chart owner, bool isTop) => isTop
        ? owner.Dependencies.Select(child => child.Metadata.Name)
            .Where(name => Aliases(owner, name).Count == 0)
            .Concat(Declared(owner).Select(NameOf))
        : [];

    // YAML that other values of the file refer to by anchors, or that its author keeps apart from values.
    private bool IsForTheFileOnly(string name) => name.StartsWith('_')
        || name.StartsWith("x-", StringComparison.Ordinal)
        || _files.Any(file => AnchoredKeys.Hold(file.Text.Span, name));

    private static IEnumerable<ChartDependency> Declared(Chart owner) => (owner.Metadata.Dependencies ?? []).OfType<ChartDependency>();

    private static string NameOf(ChartDependency dependency) => dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name;

    private static Chart? Subchart(Chart owner, string name)
    {
        var declared = Declared(owner).FirstOrDefault(dependency => NameOf(dependency) == name);
        return Aliases(owner, name).Count > 0
            ? null
            : owner.Dependencies.FirstOrDefault(child => child.Metadata.Name == (declared?.Name ?? name));
    }

    // Its chart may not be there.
    private static bool IsDeclared(Chart owner, string name) => Declared(owner).Any(dependency => NameOf(dependency) == name);

    // The names of a dependency that does not go by its own.
    private static List<string> Aliases(Chart owner, string name) =>
        [.. Declared(owner)
            .Any(dependency => NameOf(dependency) == name) ? [] : Declared(owner)
            .Where(dependency => dependency.Name == name)
            .Select(dependency => dependency.Alias)];

    private static string? Near(string name, IEnumerable<string> known, int limit)
    {
        string? best = null;
        foreach (var candidate in known)
        {
            if (name.Length > 2
                && candidate.Length > 2
                && EditDistance.Of(name, candidate) is var edits
                && (edits < limit || (edits == limit && best is null)))
            {
                (best, limit) = (candidate, edits);
            }
        }

        return best;
    }
}
