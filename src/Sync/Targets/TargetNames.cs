using System.Text;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>Names that mark targets as ours; those of the reference, so that either can take over (spec external-secrets.md 2.2).</summary>
internal static class TargetNames
{
    public const string Finalizer = "externalsecrets.external-secrets.io/externalsecret-cleanup";
    public const string ManagedLabel = "reconcile.external-secrets.io/managed";
    public const string Managed = "true";
    public const string OwnerLabel = "reconcile.external-secrets.io/created-by";
    public const string HashAnnotation = "reconcile.external-secrets.io/data-hash";

    private const string ManagerStart = "externalsecrets.external-secrets.io/";
    private const int MaxManager = 63;

    /// <summary>The value of the owner label of a mapping's targets.</summary>
    public static string OwnerOf(ObjectHead mapping) => GoHash.Of($"{mapping.Namespace}/{mapping.Name}");

    /// <summary>Who owns the fields that are written for a mapping.</summary>
    public static string ManagerOf(string mappingName)
    {
        var manager = ManagerStart + mappingName;
        return Encoding.UTF8.GetByteCount(manager) <= MaxManager ? manager : $"{ManagerStart}sha3/{GoHash.Of(mappingName)}";
    }
}
