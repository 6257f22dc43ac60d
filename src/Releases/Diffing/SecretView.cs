namespace SecretsKit.Releases.Diffing;

/// <summary>How much of Secrets a diff shows.</summary>
public enum SecretView
{
    /// <summary>Their lengths, and which values differ.</summary>
    Masked,

    /// <summary>Everything, as manifests have it.</summary>
    Raw,

    /// <summary>Everything, decoded.</summary>
    Decoded,
}
