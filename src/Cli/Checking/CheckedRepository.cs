using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Checking;

/// <summary>A repository when all of its files were looked at.</summary>
/// <param name="Host">Runs git.</param>
/// <param name="Tree">The files.</param>
/// <param name="Facts">What is known of each.</param>
/// <param name="Configs">The configurations.</param>
/// <param name="Options">What was asked for.</param>
internal sealed record CheckedRepository(
    CliHost Host, FileTree Tree, IReadOnlyList<FileFacts> Facts, ConfigIndex Configs, CheckOptions Options)
{
    /// <summary>A path as findings have it: below the root with forward slashes, absolute where it is elsewhere.</summary>
    public string Shown(string fullPath)
    {
        var below = Path.GetRelativePath(Tree.Root, fullPath);
        return below.StartsWith("..", StringComparison.Ordinal) ? fullPath : below.Replace(Path.DirectorySeparatorChar, '/');
    }
}
