using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>A file of git attributes, in which single lines are ours.</summary>
/// <param name="host">Files.</param>
/// <param name="path">Its absolute path.</param>
internal sealed class AttributeFile(CliHost host, string path)
{
    private const string Attributes = "diff=secretskit merge=secretskit";

    /// <summary>Adds a line for each pattern that has none.</summary>
    /// <returns>The patterns that were added.</returns>
    public IReadOnlyList<string> Add(IEnumerable<string> patterns)
    {
        var before = Read();
        var known = Lines(before).Where(IsOurs).ToHashSet(StringComparer.Ordinal);
        var added = patterns.Select(Quote)
            .Distinct(StringComparer.Ordinal)
            .Where(pattern => !known.Contains($"{pattern} {Attributes}"))
            .ToList();
        if (added.Count > 0)
        {
            var separator = before.Length > 0 && before[^1] != '\n' ? "\n" : "";
            Write(
                before, Encoding.UTF8.GetString(before) + separator + string.Concat(added.Select(pattern => $"{pattern} {Attributes}\n")));
        }

        return added;
    }

    /// <summary>Removes our lines; a file that held nothing else goes too.</summary>
    /// <returns>The lines that were removed.</returns>
    public IReadOnlyList<string> Remove()
    {
        var before = Read();
        var removed = Lines(before).Where(IsOurs).ToList();
        if (removed.Count == 0)
        {
            return removed;
        }

        var kept = string.Concat(Encoding.UTF8.GetString(before)
            .Split('\n')
            .Where(line => !IsOurs(line))
            .Select(line => line + "\n"))[..^1];
        if (kept.Length == 0)
        {
            File.Delete(path);
        }
        else
        {
            Write(before, kept);
        }

        return removed;
    }

    /// <summary>A pattern as git reads it.</summary>
    internal static string Quote(string pattern) =>
        pattern.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '"') || pattern.StartsWith('#')
            ? "\"" + pattern.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\t", "\\t", StringComparison.Ordinal) + "\""
            : pattern;

    private static bool IsOurs(string line) => line.TrimEnd('\r').EndsWith(" " + Attributes, StringComparison.Ordinal);

    private static IEnumerable<string> Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n').Select(line => line.TrimEnd('\r'));

    private byte[] Read() => File.Exists(path) ? FileReader.Read(host.Environment, path) : [];

    private void Write(byte[] before, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"the folder {folder} cannot be made", failure);
        }

        var expected = File.Exists(path) ? FileSnapshot.Of(before) : FileSnapshot.Missing;
        Output.Write(host, path, Encoding.UTF8.GetBytes(text), FileContentKind.Public, expected);
    }
}
