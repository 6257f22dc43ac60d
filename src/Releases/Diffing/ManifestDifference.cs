using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Diffing;

/// <summary>Compares manifests: changed objects by their keys, then renamed, removed and added ones (spec helm.md 21.3).</summary>
/// <param name="options">What is shown.</param>
public sealed class ManifestDifference(DiffOptions options)
{
    /// <summary>The changes from one manifest to another.</summary>
    public IReadOnlyList<ObjectChange> Of(
        IReadOnlyDictionary<string, DiffObject> old, IReadOnlyDictionary<string, DiffObject> now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var keys = old.Keys.Union(now.Keys).Order(StringComparer.Ordinal).ToList();
        var removed = keys.Where(key => !now.ContainsKey(key)).Select(key => old[key]).ToList();
        var added = keys.Where(key => !old.ContainsKey(key)).Select(key => now[key]).ToList();
        var changes = keys.Where(key => old.ContainsKey(key) && now.ContainsKey(key) && old[key].Content != now[key].Content)
            .Select(key => Change(old[key], now[key]))
            .ToList();
        changes.AddRange(Renames(removed, added));
        changes.AddRange(removed.Where(item => ResourcePolicy.Of(item.Tree) != ResourcePolicy.Keep)
            .Select(item => Change(item, null)));
        changes.AddRange(added.Select(item => Change(null, item)));
        return options.HiddenLines.Count == 0 ? changes : [.. changes.Select(WithoutHiddenLines)];
    }

    // Takes out of both lists what belongs together.
    private List<ObjectChange> Renames(List<DiffObject> removed, List<DiffObject> added)
    {
        if (options.RenameShare <= 0)
        {
            return [];
        }

        var renames = new List<ObjectChange>();
        foreach (var item in removed.ToList())
        {
            var best = added.Where(other => other.Kind == item.Kind)
                .Select(other => (Other: other, Change: Change(item, other)))
                .Select(pair => (pair.Other, pair.Change, Share: Share(pair.Change)))
                .Where(pair => pair.Share > 0 && pair.Share < options.RenameShare)
                .OrderBy(pair => pair.Share)
                .FirstOrDefault();
            if (best.Other is { } found)
            {
                removed.Remove(item);
                added.Remove(found);
                renames.Add(best.Change);
            }
        }

        return renames;
    }

    private static double Share(ObjectChange change) =>
        (double)change.Lines.Count(line => line.Origin != LineOrigin.Common) / change.Lines.Count;

    private ObjectChange Change(DiffObject? old, DiffObject? now)
    {
        (old, now) = SecretDisplay.Of(old, now, options.Secrets);
        var (before, after) = (Text(old), Text(now));
        return new(
            old is null ? ChangeKind.Add : now is null ? ChangeKind.Remove : ChangeKind.Modify,
            old,
            now,
            LineComparison.Of(before, after));
    }

    private string Text(DiffObject? item) => item is null ? ""
        : options.StripsCarriageReturns ? item.Content.Replace("\r\n", "\n", StringComparison.Ordinal)
        : item.Content;

    private ObjectChange WithoutHiddenLines(ObjectChange change)
    {
        List<ComparedLine> lines = [.. change.Lines.Where(line => !options.HiddenLines.Any(pattern => pattern.IsMatch(line.Text)))];
        var shows = lines.Any(line => line.Origin != LineOrigin.Common && line.Text.Trim().Length > 0);
        return change with { Kind = shows ? change.Kind : ChangeKind.ModifySuppressed, Lines = lines };
    }
}
