using System.Collections.Concurrent;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Checking;

/// <summary>A configuration, read once, with the expressions of its rules.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Config">What it says, or null.</param>
/// <param name="Failure">Why it cannot be read, or null.</param>
/// <param name="Patterns">Of the rules in order; null for one that does not compile.</param>
internal sealed record ConfigFile(
    string Path, byte[] Content, SopsConfig? Config, SecretsKitException? Failure, IReadOnlyList<Re2?> Patterns)
{
    /// <summary>Whose recipients are, as the file says. Default: no names.</summary>
    public RecipientNames Names { get; init; } = RecipientNames.None;

    /// <summary>The path as creation rules see it.</summary>
    public string SeenPath(string fullPath)
    {
        var prefix = Config!.Folder.EndsWith(System.IO.Path.DirectorySeparatorChar)
            ? Config.Folder
            : Config.Folder + System.IO.Path.DirectorySeparatorChar;
        return fullPath.StartsWith(prefix, StringComparison.Ordinal) ? fullPath[prefix.Length..] : fullPath;
    }
}

/// <summary>The rule of a file.</summary>
/// <param name="File">The configuration.</param>
/// <param name="Number">Of the first rule that matches, from 0; -1 for none.</param>
internal sealed record RuleMatch(ConfigFile File, int Number)
{
    /// <summary>The rule, or null.</summary>
    public CreationRule? Rule => Number < 0 ? null : File.Config!.CreationRules![Number];
}

/// <summary>The configurations of a tree: for each file the nearest one above it. Safe on several threads.</summary>
internal sealed class ConfigIndex(CliHost host, FileTree tree, string? named)
{
    private const string Name = ".sops.yaml";

    private readonly ConcurrentDictionary<string, Lazy<ConfigFile?>> _byFolder = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<ConfigFile>> _byPath = new(StringComparer.Ordinal);

    /// <summary>All that were read.</summary>
    public IEnumerable<ConfigFile> All => _byPath.Values.Select(file => file.Value).OrderBy(file => file.Path, StringComparer.Ordinal);

    /// <summary>The rule of a file; null without a configuration, or with one that cannot be read or has no rules.</summary>
    /// <param name="path">Below the root.</param>
    /// <param name="fullPath">Absolute.</param>
    public RuleMatch? Match(string path, string fullPath)
    {
        var slash = path.LastIndexOf('/');
        var found = named is null ? Nearest(slash < 0 ? "" : path[..slash]) : Load(host.Environment.CleanPath(named));
        if (found?.Config?.CreationRules is null)
        {
            return null;
        }

        var seen = found.SeenPath(fullPath);
        for (var i = 0; i < found.Patterns.Count; i++)
        {
            if (found.Patterns[i] is { } pattern && pattern.IsMatch(seen))
            {
                return new(found, i);
            }
        }

        return new(found, -1);
    }

    /// <summary>Reads a configuration of the tree, whether a file needs it or not.</summary>
    public void Include(string path)
    {
        if (named is null)
        {
            Load(tree.FullPath(path));
        }
    }

    private ConfigFile? Nearest(string folder) => _byFolder.GetOrAdd(folder, wanted => new(() =>
    {
        var path = wanted.Length == 0 ? Name : wanted + "/" + Name;
        var full = tree.FullPath(path);
        if (tree.Staged is { } staged ? staged.ContainsKey(path) : File.Exists(full))
        {
            return Load(full);
        }

        if (wanted.Length > 0)
        {
            var slash = wanted.LastIndexOf('/');
            return Nearest(slash < 0 ? "" : wanted[..slash]);
        }

        return Above(tree.Root);
    })).Value;

    private ConfigFile? Above(string root)
    {
        for (var folder = Path.GetDirectoryName(root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Name)))
            {
                return Load(Path.Combine(folder, Name));
            }
        }

        return null;
    }

    private ConfigFile Load(string fullPath) => _byPath.GetOrAdd(fullPath, path => new(() =>
    {
        byte[] content = [];
        try
        {
            var below = Path.GetRelativePath(tree.Root, path).Replace(Path.DirectorySeparatorChar, '/');
            content = tree.Staged?.GetValueOrDefault(below) ?? FileReader.Read(host.Environment, path, FileLimits.MostBytes);
            if (named is null && tree.Staged?.ContainsKey(below) != true)
            {
                ConfigTrust.Require(host.Environment, tree.Root, path);
            }

            var config = SopsConfig.Parse(content, path);
            return new(
                path,
                content,
                config,
                null,
                [.. (config.CreationRules ?? []).Select(rule => Re2.TryCompile(rule.PathRegex, out var compiled, out _)
                    ? compiled
                    : null)])
            {
                Names = RecipientNames.OfConfig(host, path, content),
            };
        }
        catch (SecretsKitException failure)
        {
            return new(path, content, null, failure, []);
        }
    })).Value;
}
