namespace SecretsKit.Kubernetes.Patches;

/// <summary>Which differences of two trees a patch has.</summary>
internal enum DifferencePart
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Additions and changes: what the first tree has beyond the second stays.</summary>
    Changes,

    /// <summary>Deletions alone.</summary>
    Deletions,
}
