using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Repository.Git;

/// <summary>
/// What git ignores in a folder: its own <c>.gitignore</c>, those of the folders above it in the repository, and the repository's own list.
/// The last pattern that matches counts, the nearest file first. Immutable.
/// </summary>
public sealed class IgnoreRules
{
    private const string FileName = ".gitignore";

    private readonly IgnoreRules? _outer;
    private readonly string _folder;
    private readonly List<IgnorePattern> _patterns;

    private IgnoreRules(IgnoreRules? outer, string folder, List<IgnorePattern> patterns) =>
        (_outer, _folder, _patterns) = (outer, folder, patterns);

    /// <summary>The rules for a folder where a walk begins.</summary>
    /// <param name="environment">Reads files.</param>
    /// <param name="folder">Absolute.</param>
    public static IgnoreRules Of(HostEnvironment environment, string folder)
    {
        var above = new Stack<string>();
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            above.Push(at);
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                break;
            }
        }

        // Outside of any repository only what is in the tree itself counts.
        if (!Path.Exists(Path.Combine(above.Peek(), ".git")))
        {
            return new(null, folder, Read(environment, Path.Combine(folder, FileName)));
        }

        var root = above.Peek();
        var rules = new IgnoreRules(null, root, Read(environment, Path.Combine(root, ".git", "info", "exclude")));
        return above.Aggregate(rules, (outer, at) => outer.Inside(environment, at));
    }

    /// <summary>The rules for a folder below.</summary>
    public IgnoreRules Inside(HostEnvironment environment, string folder)
    {
        var patterns = Read(environment, Path.Combine(folder, FileName));
        return patterns.Count == 0 ? this : new(this, folder, patterns);
    }

    /// <summary>Whether git ignores a file or folder, taken that nothing above it is ignored.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool Ignores(string path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            if (rules._patterns.Count == 0)
            {
                continue;
            }

            var segments = Path.GetRelativePath(rules._folder, path).Split(Path.DirectorySeparatorChar);
            for (var i = rules._patterns.Count - 1; i >= 0; i--)
            {
                if (rules._patterns[i].Matches(segments, isFolder))
                {
                    return !rules._patterns[i].Negated;
                }
            }
        }

        return false;
    }

    // A list that cannot be read ignores nothing: then rather too many files are looked at.
    private static List<IgnorePattern> Read(HostEnvironment environment, string path)
    {
        try
        {
            return File.Exists(path)
                ? [.. System.Text.Encoding.UTF8.GetString(FileReader.Read(environment, path))
                    .Split('\n')
                    .Select(IgnorePattern.Parse)
                    .OfType<IgnorePattern>()]
                : [];
        }
        catch (SecretsKitException)
        {
            return [];
        }
    }
}
