using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>The patterns of the files that rules are about.</summary>
/// <param name="host">Files.</param>
/// <param name="git">Runs git in the folder that patterns are relative to.</param>
/// <param name="folder">That folder.</param>
internal sealed class RulePatterns(CliHost host, GitCommand git, string folder)
{
    private const int LargestFile = 16 * 1024 * 1024;

    /// <summary>
    /// Patterns of all rules: from their expressions, or, where one matches everything or cannot be
    /// translated, the files that are encrypted now.
    /// </summary>
    /// <param name="config">The configuration of this folder, or null for all encrypted files.</param>
    /// <param name="ct">Ends git.</param>
    public async Task<(IReadOnlyList<string> Patterns, IReadOnlyList<string> OnlyFiles)> FindAsync(SopsConfig? config, CancellationToken ct)
    {
        List<string> patterns = [];
        List<string> onlyFiles = [];
        var rules = config?.CreationRules?.Select(rule => rule.PathRegex).ToList() ?? [""];
        var globs = rules.ConvertAll(rule => rule.Length == 0 ? null : RegexGlobs.Of(rule));
        var files = globs.Contains(null) ? await EncryptedFilesAsync(ct) : [];
        for (var i = 0; i < rules.Count; i++)
        {
            if (globs[i] is { } found)
            {
                patterns.AddRange(found);
                continue;
            }

            onlyFiles.Add(rules[i]);
            patterns.AddRange(files.Where(file => FirstMatch(rules, file) == i).Select(file => "/" + Escaped(file)));
        }

        return (patterns, onlyFiles);
    }

    private static int FirstMatch(List<string> rules, string file) =>
        rules.FindIndex(rule => rule.Length == 0 || (Re2.TryCompile(rule, out var expression, out _) && expression.IsMatch(file)));

    private async Task<List<string>> EncryptedFilesAsync(CancellationToken ct)
    {
        var listing = await git.RunAsync(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], ct);
        return [.. Encoding.UTF8.GetString(listing)
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)
            .Where(IsEncrypted)];
    }

    private bool IsEncrypted(string file)
    {
        var path = Path.Combine(folder, file);
        if (new FileInfo(path) is not { Exists: true, Length: <= LargestFile })
        {
            return false;
        }

        try
        {
            return EncryptedFile.LooksEncrypted(FileReader.Read(host.Environment, path), FileFormat.Of(null, path));
        }
        catch (SecretsKitException)
        {
            // A file that cannot be read now cannot be merged either.
            return false;
        }
    }

    private static string Escaped(string file)
    {
        var text = new StringBuilder(file.Length);
        foreach (var c in file)
        {
            _ = c is '*' or '?' or '[' or '\\' ? text.Append('\\').Append(c) : text.Append(c);
        }

        return text.ToString();
    }
}
