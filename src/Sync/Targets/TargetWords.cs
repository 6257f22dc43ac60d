using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>What conditions and events call a target (spec external-secrets.md 2.8, 2.11).</summary>
/// <param name="target">The target.</param>
internal sealed class TargetWords(TargetSpec target)
{
    private readonly bool _isGeneric = target.IsGeneric;

    /// <summary>The start of reasons of conditions.</summary>
    public string Prefix => _isGeneric ? "Resource" : "Secret";

    public string Created => _isGeneric ? $"Created {Object}" : "secret created";

    public string Updated => _isGeneric ? $"Updated {Object}" : "secret updated";

    public string Deleted => _isGeneric ? $"Deleted {Object}" : "secret deleted due to DeletionPolicy=Delete";

    public string NotCreated => (_isGeneric ? "resource" : "secret") + " will not be created due to CreationPolicy=Merge";

    /// <summary>What the status names after a write; empty for kinds that no binding names.</summary>
    public string Bound => _isGeneric ? "" : target.Name;

    /// <summary>As failures name it.</summary>
    public string Subject => _isGeneric ? Object : $"secret {target.Name}";

    private string Object => $"{target.ManifestKind} {target.Name}";
}
