namespace SecretsKit.Cli.Auditing;

/// <summary>What is recorded of a file (spec sops.md 10.10).</summary>
internal enum AuditAction
{
    /// <summary>Its values are encrypted.</summary>
    Encrypt,

    /// <summary>Its values are decrypted.</summary>
    Decrypt,

    /// <summary>It gets a new data key.</summary>
    Rotate,
}
