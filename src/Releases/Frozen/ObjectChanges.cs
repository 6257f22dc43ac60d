using System.Globalization;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Releases.Frozen;

/// <summary>Says how an object differs from what was reviewed of it: which fields, never their values.</summary>
internal static class ObjectChanges
{
    private const int MaxFields = 8;

    // They say that an object is another one, which is said in words.
    private static readonly string[] Identity = ["metadata.uid", "metadata.creationTimestamp", "metadata.selfLink"];

    /// <summary>What has changed.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="reviewed">What was reviewed.</param>
    /// <param name="now">Another state.</param>
    public static StateChange Of(ResourceRef reference, ReviewedState reviewed, ReviewedState now) => new(
        reference.ToString(),
        (reviewed.Content, now.Content) switch
        {
            (null, _) => "it is there now and was not",
            (_, null) => "it is gone",
            var (old, live) => Fields(FieldComparison.Of(old, live)),
        });

    private static string Fields(IReadOnlyList<FieldChange> changes)
    {
        var isAnother = changes.Any(change => PathOf(change) == Identity[0]);
        var paths = changes.Where(change => !Identity.Contains(PathOf(change))).Select(Clause).ToList();
        if (paths.Count > MaxFields)
        {
            paths = [.. paths.Take(MaxFields), string.Create(CultureInfo.InvariantCulture, $"{paths.Count - MaxFields} more fields")];
        }

        return string.Join(", ", isAnother ? paths.Prepend("it was deleted and made anew") : paths);
    }

    private static string Clause(FieldChange change) => PathOf(change) + change.Kind switch
    {
        ChangeKind.Add => " is added",
        ChangeKind.Remove => " is removed",
        _ => " is changed",
    };

    private static string PathOf(FieldChange change) =>
        change.Path.Length == 0 || change.Field.StartsWith('[') ? change.Path + change.Field : $"{change.Path}.{change.Field}";
}
