namespace SecretsKit.Releases.Planning;

/// <summary>Whether the fields of manifests are checked before anything is written.</summary>
public enum FieldRule
{
    /// <summary>The server alone judges them.</summary>
    Unchecked,

    /// <summary>They must be those of the server's schema.</summary>
    Checked,
}
