namespace SecretsKit.Charts.Schema.Findings;

/// <summary>Whether messages may quote what they complain about.</summary>
public enum ValueQuoting
{
    /// <summary>As Helm does: texts and numbers that break a rule are shown.</summary>
    Shown,

    /// <summary>Never: for values that may be decrypted secrets. What is in the schema itself, and names of keys, still show.</summary>
    Hidden,
}
