namespace SecretsKit.Core.Documents;

/// <summary>The rule of the formats that hold one document per file.</summary>
internal static class SingleBranch
{
    /// <summary>
    /// The first document, as the reference writes the plaintext of several. What is encrypted has a MAC over all of them and could never
    /// be read again: attaching metadata refuses it (spec sops.md 6.0).
    /// </summary>
    public static MapNode Of(DocumentTree tree) => tree.Branches[0];
}
