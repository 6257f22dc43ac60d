namespace SecretsKit.Core.Envelope.Config;

/// <summary>Where files are published to (spec sops.md 9.4). At most one of the three destinations is set; all may be empty.</summary>
public sealed record DestinationRule
{
    /// <summary>The regular expression for paths; empty matches every path, one that does not compile matches none.</summary>
    public string PathRegex { get; init; } = "";

    /// <summary>The S3 bucket.</summary>
    public string S3Bucket { get; init; } = "";

    /// <summary>What is put before the object's name, as it is.</summary>
    public string S3Prefix { get; init; } = "";

    /// <summary>The Google Cloud Storage bucket.</summary>
    public string GcsBucket { get; init; } = "";

    /// <summary>What is put before the object's name, as it is.</summary>
    public string GcsPrefix { get; init; } = "";

    /// <summary>The folder in a Vault key-value store.</summary>
    public string VaultPath { get; init; } = "";

    /// <summary>The Vault server; empty for the environment's.</summary>
    public string VaultAddress { get; init; } = "";

    /// <summary>The mount of the key-value store; empty for the default, <c>secret/</c>.</summary>
    public string VaultKvMountName { get; init; } = "";

    /// <summary>The version of the key-value store; 0 for the default, 2.</summary>
    public int VaultKvVersion { get; init; }

    /// <summary>The rule to encrypt by again before a file is uploaded; without keys the file is uploaded as it is.</summary>
    public required CreationRule RecreationRule { get; init; }

    /// <summary>Whether the file's extension is left out of its published name.</summary>
    public bool OmitExtensions { get; init; }
}
