namespace SecretsKit.Cli.Checking.Files;

/// <summary>What git knows of a file.</summary>
internal enum GitState
{
    /// <summary>Nothing: there is no git, or the file was named although git ignores it.</summary>
    Unknown,

    /// <summary>It is committed, or will be.</summary>
    Tracked,

    /// <summary>It is not, and a careless <c>git add</c> would change that.</summary>
    Untracked,
}

/// <summary>A file to check.</summary>
/// <param name="Path">Below the root, with forward slashes.</param>
/// <param name="State">What git knows of it.</param>
internal sealed record ListedFile(string Path, GitState State)
{
    /// <summary>The content, where it is not that of the file: as staged.</summary>
    public byte[]? Content { get; init; }

    /// <summary>
    /// What is known without reading: a folder that cannot be read (its path ends in a slash), a staged
    /// file that is too large. Null for others.
    /// </summary>
    public ReadOutcome? Outcome { get; init; }
}

/// <summary>The files below one root.</summary>
/// <param name="Root">Absolute.</param>
/// <param name="HasGit">Whether git listed them.</param>
/// <param name="IsWhole">Whether it is the whole repository, so that what is missing is known.</param>
/// <param name="Files">Sorted by path.</param>
internal sealed record FileTree(string Root, bool HasGit, bool IsWhole, IReadOnlyList<ListedFile> Files)
{
    /// <summary>Contents of files that are read from elsewhere than the disk: the staged configuration. Null for the disk.</summary>
    public IReadOnlyDictionary<string, byte[]>? Staged { get; init; }

    /// <summary>The absolute path of a file.</summary>
    public string FullPath(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));
}
