using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Operations;

/// <summary>Asks git whether a file can be committed by accident.</summary>
internal static class GitIgnore
{
    /// <summary>Whether git ignores a file; null where there is no git, or no repository.</summary>
    /// <param name="host">PATH and variables.</param>
    /// <param name="path">An absolute path; the file need not exist.</param>
    /// <param name="ct">Ends git.</param>
    public static Task<bool?> CoversAsync(CliHost host, string path, CancellationToken ct) =>
        new GitCommand(host, Path.GetDirectoryName(path)!) { TakesPatterns = true }.IgnoresAsync(Path.GetFileName(path), ct);
}
