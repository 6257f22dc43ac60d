using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Running;

/// <summary>Which changes of objects matter (spec external-secrets.md 2.1).</summary>
internal static class ObjectChange
{
    /// <summary>Whether more than the status changed.</summary>
    public static bool IsOfMapping(ObjectHead old, ObjectHead now) => old.Uid != now.Uid || old.Generation != now.Generation
        || old.IsDeleting != now.IsDeleting || !Same(old.Labels, now.Labels) || !Same(old.Annotations, now.Annotations)
        || !old.Finalizers.SequenceEqual(now.Finalizers);

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
