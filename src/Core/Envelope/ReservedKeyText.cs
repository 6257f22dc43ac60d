namespace SecretsKit.Core.Envelope;

/// <summary>What the reference tool says about a file that carries the metadata's key.</summary>
internal static class ReservedKeyText
{
    public const string Message = """
        The file you have provided contains a top-level entry called 'sops', or for
        flat file formats top-level entries starting with 'sops_'. This is
        generally due to the file already being encrypted. SOPS uses a top-level
        entry called 'sops' to store the metadata required to decrypt the file. For
        this reason, SOPS can not encrypt files that already contain such an entry.

        If this is an unencrypted file, rename the 'sops' entry.

        If this is an encrypted file and you want to edit it, use the editor mode,
        for example: `sops edit my_file.yaml`
        """;
}
