namespace SecretsKit.Releases.Diffing;

/// <summary>What becomes of an object.</summary>
public enum ChangeKind
{
    /// <summary>It is made.</summary>
    Add,

    /// <summary>It is changed, or gets another name.</summary>
    Modify,

    /// <summary>It is deleted.</summary>
    Remove,

    /// <summary>It is changed in lines that are not to be shown.</summary>
    ModifySuppressed,
}
