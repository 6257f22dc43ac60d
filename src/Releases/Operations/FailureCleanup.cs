namespace SecretsKit.Releases.Operations;

/// <summary>What becomes of objects that a failed operation made.</summary>
public enum FailureCleanup
{
    /// <summary>They stay.</summary>
    Keep,

    /// <summary>They are deleted.</summary>
    Delete,
}
