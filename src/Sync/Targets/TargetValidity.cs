using SecretsKit.Core.Data;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>Whether a target is as the last sync left it (spec external-secrets.md 2.3, step 9).</summary>
internal static class TargetValidity
{
    /// <summary>Whether nothing has to be done to a target before the interval is over.</summary>
    public static bool IsValid(ExternalSecret mapping, MapValue? target)
    {
        if (mapping.Target.Creation == CreationPolicy.Orphan)
        {
            return true;
        }

        if (target is null)
        {
            return false;
        }

        var head = new ObjectHead(target);
        return head.Labels.GetValueOrDefault(TargetNames.ManagedLabel) == "true"
            && head.Annotations.GetValueOrDefault(TargetNames.HashAnnotation) == HashOf(mapping.Target, target);
    }

    /// <summary>The mark of a target's content.</summary>
    public static string HashOf(TargetSpec spec, MapValue target) => spec.IsSecret
        ? GoHash.OfSecretData(target.Child("data"))
        : GoHash.Of(target.Has("spec") ? target.Field("spec") : target.Field("data"));
}
