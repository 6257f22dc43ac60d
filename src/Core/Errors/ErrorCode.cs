namespace SecretsKit.Core.Errors;

/// <summary>What went wrong, independent of wording. Hosts map it to an exit code; libraries never know exit codes.</summary>
public enum ErrorCode
{
    /// <summary>None of the others; reported as a general failure.</summary>
    General,

    /// <summary>The command line is wrong: unknown flag, missing argument, bad value.</summary>
    Usage,

    /// <summary>Two options were given that exclude each other.</summary>
    ConflictingOptions,

    /// <summary>No input was named.</summary>
    NoInput,

    /// <summary>A named file does not exist.</summary>
    FileNotFound,

    /// <summary>A file exists and cannot be read.</summary>
    FileUnreadable,

    /// <summary>A file cannot be written, or not safely.</summary>
    FileUnwritable,

    /// <summary>A file was changed by someone else between our read and our write.</summary>
    FileChanged,

    /// <summary>The text of a document cannot be parsed.</summary>
    MalformedDocument,

    /// <summary>A document is well formed and holds something that its format or SOPS cannot carry.</summary>
    UnsupportedDocument,

    /// <summary>A document tree cannot be written in the wanted format.</summary>
    EmitFailed,

    /// <summary>A file holds no document at all.</summary>
    EmptyDocument,

    /// <summary>A limit on size, depth or expansion was exceeded.</summary>
    LimitExceeded,

    /// <summary>The file to encrypt carries SOPS metadata, or a key that is reserved for them.</summary>
    AlreadyEncrypted,

    /// <summary>The file carries no SOPS metadata.</summary>
    MetadataNotFound,

    /// <summary>The SOPS metadata cannot be understood.</summary>
    MalformedMetadata,

    /// <summary>The version in the metadata is not a semantic version.</summary>
    VersionUnreadable,

    /// <summary>A needed .sops.yaml was not found.</summary>
    ConfigNotFound,

    /// <summary>The .sops.yaml cannot be read or understood.</summary>
    MalformedConfig,

    /// <summary>The .sops.yaml that was found can be changed by another user of the machine.</summary>
    UntrustedConfig,

    /// <summary>The .sops.yaml has creation rules and none of them matches the file.</summary>
    NoMatchingRule,

    /// <summary>A file leaves more readable, or for more recipients, than its creation rule allows, and that was not accepted.</summary>
    OutsideRule,

    /// <summary>The data key could not be wrapped with every master key.</summary>
    KeyWrapFailed,

    /// <summary>The data key could not be rebuilt from the master keys at hand.</summary>
    KeyUnrecoverable,

    /// <summary>The order of key types names one twice, or an unknown one.</summary>
    DecryptionOrder,

    /// <summary>An AWS encryption context cannot be parsed.</summary>
    EncryptionContext,

    /// <summary>A value does not decrypt.</summary>
    DecryptFailed,

    /// <summary>A value cannot be encrypted.</summary>
    EncryptFailed,

    /// <summary>The message authentication code differs, or does not decrypt.</summary>
    MacMismatch,

    /// <summary>A file lacks the signature that is required of it, or has one that does not hold.</summary>
    SignatureRefused,

    /// <summary>A file cannot be signed: the key cannot be had, or its agent refuses.</summary>
    SigningFailed,

    /// <summary>A path inside a document leads nowhere.</summary>
    PathNotFound,

    /// <summary>A path inside a document is not written as a path.</summary>
    MalformedPath,

    /// <summary>A value given to a command is not one that can be stored.</summary>
    MalformedValue,

    /// <summary>Master keys shall be added to or removed from a file that does not exist.</summary>
    KeysOnMissingFile,

    /// <summary>The editor is missing, did not start, or failed.</summary>
    EditorFailed,

    /// <summary>Nothing was changed.</summary>
    Unmodified,

    /// <summary>Both sides of a merge changed the same place.</summary>
    MergeConflict,

    /// <summary>A secret store, a key service of a vendor or its credentials failed or refused.</summary>
    ProviderFailed,

    /// <summary>A program that we ran failed.</summary>
    ProcessFailed,

    /// <summary>The program that the user wants to run for secrets is not there.</summary>
    ProgramNotFound,

    /// <summary>The program that the user wants to run for secrets is there and may not be executed.</summary>
    ProgramNotExecutable,

    /// <summary>The user that a command should run as is unknown, or this process may not become that user.</summary>
    UserUnavailable,

    /// <summary>The text of a template cannot be parsed.</summary>
    MalformedTemplate,

    /// <summary>A template was parsed and its execution failed.</summary>
    TemplateFailed,

    /// <summary>What a plan was made for is in another state now, so that it is not applied.</summary>
    StateChanged,

    /// <summary>The user or the host cancelled the operation.</summary>
    Cancelled,
}
