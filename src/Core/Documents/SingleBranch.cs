using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents;

/// <summary>The rule of the formats that hold one document per file.</summary>
internal static class SingleBranch
{
    /// <summary>
    /// The only document. The reference writes the first of several and drops the rest, under a MAC over all of them; such a file
    /// can never be read again, so we refuse (spec sops.md 6.0).
    /// </summary>
    public static MapNode Of(DocumentTree tree, string format) => tree.Branches is [var only]
        ? only
        : throw new DocumentException(
            ErrorCode.EmitFailed, DocumentFault.NoForm, $"{format} holds one document per file, and there are {tree.Branches.Count}");
}
