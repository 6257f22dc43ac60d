namespace SecretsKit.Releases.Operations;

/// <summary>What becomes of a release whose operation failed.</summary>
public enum FailureReversal
{
    /// <summary>It stays as it is, and its record says that it failed.</summary>
    None,

    /// <summary>An installation is uninstalled, an upgrade rolled back.</summary>
    Undo,
}
