using SecretsKit.Platform;

namespace SecretsKit.Repository.Git;

/// <summary>Asks git whether a file can be committed by accident.</summary>
public static class GitIgnore
{
    /// <summary>Whether git ignores a file; null where there is no git, or no repository.</summary>
    /// <param name="environment">PATH and variables.</param>
    /// <param name="path">An absolute path; the file need not exist.</param>
    /// <param name="ct">Ends git.</param>
    public static Task<bool?> CoversAsync(HostEnvironment environment, string path, CancellationToken ct) =>
        new GitCommand(environment, Path.GetDirectoryName(path)!) { TakesPatterns = true }.IgnoresAsync(Path.GetFileName(path), ct);
}
