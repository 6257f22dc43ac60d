namespace SecretsKit.Platform.Files;

/// <summary>How a file gets its new content.</summary>
public enum FileWriteMode
{
    /// <summary>
    /// A temporary file beside it takes its place in one step: readers see the old content or the new one, and a crash loses neither.
    /// </summary>
    Replace,

    /// <summary>
    /// The file itself is written over: for folders that may not be written and for mounted files. A crash in the middle leaves a mixture.
    /// Running out of space does not, since what grows is written first.
    /// </summary>
    InPlace,
}

/// <summary>What kind of content is written; decides the name of the temporary file and the mode of a new one.</summary>
public enum FileContentKind
{
    /// <summary>May be seen by others: encrypted documents, configuration. A new file gets the usual mode (0666 less the umask).</summary>
    Public,

    /// <summary>
    /// Plaintext of secrets or private keys. A new file is the owner's alone (0600), and the temporary name
    /// ends in <c>.dec</c>, which repositories ignore.
    /// </summary>
    Plaintext,
}

/// <summary>What becomes of a symbolic link in the place of the file.</summary>
public enum LinkPolicy
{
    /// <summary>It is followed and stays: for files that the user named.</summary>
    Follow,

    /// <summary>It is refused: for names that the program makes up, where a link can only be somebody else's.</summary>
    Refuse,
}

/// <summary>One file to write.</summary>
public sealed class FileWriteRequest
{
    /// <summary>Resolves a relative path.</summary>
    public required HostEnvironment Environment { get; init; }

    /// <summary>The file, as the user wrote it; messages quote it so. What a symbolic link means, <see cref="Links"/> says.</summary>
    public required string Path { get; init; }

    /// <summary>The whole new content; lent for the call.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What the content is.</summary>
    public required FileContentKind Kind { get; init; }

    /// <summary>Replace or in place. Default: replace.</summary>
    public FileWriteMode Mode { get; init; }

    /// <summary>Whether a symbolic link is followed. Default: it is. Links among the folders above it always are.</summary>
    public LinkPolicy Links { get; init; }

    /// <summary>
    /// What the file must still hold (or <see cref="FileSnapshot.Missing"/>);
    /// <see langword="null"/>, the default, writes whatever is there.
    /// </summary>
    public FileSnapshot? Expected { get; init; }

    /// <summary>
    /// Clears up what killed processes left in the file's folder, before another temporary file
    /// comes there. Default: nothing is cleared up.
    /// </summary>
    public AbandonedFiles? AbandonedFiles { get; init; }

    /// <summary>
    /// Mode of a file that does not exist yet, before the umask. Default: by <see cref="Kind"/>. An existing file keeps its own.
    /// </summary>
    public UnixFileMode? NewFileMode { get; init; }

    /// <summary>The path, never the content.</summary>
    public override string ToString() => $"FileWriteRequest({Path})";

    internal UnixFileMode CreationMode => NewFileMode ?? (Kind == FileContentKind.Plaintext ? OwnerOnly : OwnerOnly | Others);

    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
}
