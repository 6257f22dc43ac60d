using System.Globalization;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Caching;

/// <summary>Which changes of objects matter (spec external-secrets.md 2.1).</summary>
internal static class ObjectChange
{
    /// <summary>Whether more than the status changed.</summary>
    public static bool IsOfMapping(ObjectHead old, ObjectHead now) => old.Uid != now.Uid || old.Generation != now.Generation
        || old.IsDeleting != now.IsDeleting || !Same(old.Labels, now.Labels) || !Same(old.Annotations, now.Annotations)
        || !old.Finalizers.SequenceEqual(now.Finalizers);

    /// <summary>Whether an object is of a later state than the one that is known, or another object of its name.</summary>
    public static bool IsNewer(ObjectHead head, string uid, string version) => head.Uid != uid
        || !long.TryParse(head.ResourceVersion, CultureInfo.InvariantCulture, out var now)
        || !long.TryParse(version, CultureInfo.InvariantCulture, out var known)
        || now > known;

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
