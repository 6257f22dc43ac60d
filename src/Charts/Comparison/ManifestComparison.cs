using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>How two renderings are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>
    /// Values that were decrypted: masked wherever they are in documents of which it is not known where their values come from.
    /// Default: none.
    /// </summary>
    public RedactionScope Decrypted { get; init; } = new();

    /// <summary>Whether nothing is masked. Default false.</summary>
    public bool ShowsSecrets { get; init; }

    /// <summary>
    /// Whether documents are compared by what they say, all written anew with sorted keys and no comments. Default false: as they are.
    /// </summary>
    public bool NormalizesManifests { get; init; }
}

/// <summary>How a rendering differs from another.</summary>
/// <param name="Changes">
/// First what the old one has, changed or removed, then what was added, each sorted by namespace, name and kind.
/// </param>
/// <param name="Unchanged">How many resources are the same in both.</param>
public sealed record ManifestComparison(IReadOnlyList<ResourceChange> Changes, int Unchanged)
{
    /// <summary>
    /// Compares two renderings. Resources are the same if namespace, name, kind and API group are;
    /// of several such, the first with the first.
    /// </summary>
    /// <param name="old">The old rendering.</param>
    /// <param name="now">The new one.</param>
    /// <param name="options">How.</param>
    public static ManifestComparison Of(IReadOnlyList<ManifestDocument> old, IReadOnlyList<ManifestDocument> now, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(options);
        var mask = new SecretMask(options.Decrypted, options.ShowsSecrets);
        var remaining = now.ToDictionary(document => document.Identity);
        List<ResourceChange> known = [], added = [];
        var unchanged = 0;
        foreach (var before in old)
        {
            if (!remaining.Remove(before.Identity, out var after))
            {
                known.Add(OneSided(ChangeKind.Removed, before, options, mask));
                continue;
            }

            var change = IsSameText(before, after) ? null : Compare(before, after, options, mask);
            if (change is { IsEmpty: false })
            {
                known.Add(change);
            }
            else
            {
                unchanged++;
            }
        }

        foreach (var document in now.Where(document => remaining.ContainsKey(document.Identity)))
        {
            added.Add(OneSided(ChangeKind.Added, document, options, mask));
        }

        return new([.. Sorted(known), .. Sorted(added)], unchanged);
    }

    private static bool IsSameText(ManifestDocument before, ManifestDocument after) => !before.IsItem
        && !after.IsItem
        && before.Text == after.Text;

    // One side written anew asks for the other to be, too: else all that writing changes would show.
    private static ResourceChange Compare(ManifestDocument before, ManifestDocument after, ComparisonOptions options, SecretMask mask)
    {
        // Of one document alone it would not help to know: the other must be masked by the same rule to be compared with it.
        var isKnown = before.WithDecoys is not null && after.WithDecoys is not null;
        var rewrites = options.NormalizesManifests || before.IsItem || after.IsItem
            || (!isKnown && mask.Rewrites(before) != mask.Rewrites(after));
        return new(
            ChangeKind.Changed, after, Lines(before, rewrites, isKnown, mask), Lines(after, rewrites, isKnown, mask), mask)
        {
            IsOriginKnown = isKnown,
        };
    }

    private static ResourceChange OneSided(ChangeKind kind, ManifestDocument document, ComparisonOptions options, SecretMask mask)
    {
        var isKnown = document.WithDecoys is not null;
        var lines = Lines(document, options.NormalizesManifests, isKnown, mask);
        return new(kind, document, kind == ChangeKind.Removed ? lines : [], kind == ChangeKind.Added ? lines : [], mask)
        {
            IsOriginKnown = isKnown,
        };
    }

    private static IReadOnlyList<ByteString> Lines(ManifestDocument document, bool rewrites, bool isKnown, SecretMask mask) =>
        isKnown && document.WithDecoys is { } decoys ? mask.LinesOf(document, decoys, rewrites) : mask.LinesOf(document, rewrites);

    private static IOrderedEnumerable<ResourceChange> Sorted(List<ResourceChange> changes) => changes
        .OrderBy(change => change.Identity.Namespace, StringComparer.Ordinal)
        .ThenBy(change => change.Identity.Name, StringComparer.Ordinal)
        .ThenBy(change => change.Identity.Kind, StringComparer.Ordinal)
        .ThenBy(change => change.Identity.Group, StringComparer.Ordinal)
        .ThenBy(change => change.Identity.Ordinal);
}
