namespace SecretsKit.Cli.Signing;

/// <summary>What one of our own verbs reads a file for, which decides what a missing signature means.</summary>
internal enum SignatureUse
{
    /// <summary>Its values are used or changed: it must be signed where a list of signers counts.</summary>
    Work,

    /// <summary>Somebody looks at it, perhaps to find out whether it can be signed: a warning is enough.</summary>
    Show,
}
