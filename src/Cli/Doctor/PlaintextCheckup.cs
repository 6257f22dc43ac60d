using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Doctor;

/// <summary>Plaintext that was left: decrypted copies, and folders of killed processes.</summary>
internal static class PlaintextCheckup
{
    private const string Topic = "plaintext left";
    private const int MostCopies = 20;

    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MaxRecursionDepth = 12,
    };

    /// <summary>Looks below the working directory, and where plaintext lies in memory.</summary>
    /// <param name="host">The surroundings.</param>
    /// <param name="left">Folders that killed processes had left when this run began.</param>
    public static IEnumerable<DoctorFinding> Find(CliHost host, IReadOnlyList<string> left)
    {
        var found = false;
        foreach (var path in left)
        {
            found = true;
            var isThere = Directory.Exists(path);
            var end = isThere ? "" : "; it is removed now";
            yield return new(
                Topic,
                DoctorLevel.Warning,
                DisplayText.Message($"{path}: a killed process left a folder that may hold plaintext{end}"),
                isThere ? CommandText.Line("rm", "-r", path) : null);
        }

        var root = host.Environment.WorkingDirectory;
        foreach (var path in Directory.EnumerateFiles(root, "*" + CopyBeside.Suffix, Below)
            .Where(path => !path.Contains("/.git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(MostCopies))
        {
            found = true;
            var name = Path.GetRelativePath(root, path);
            var source = name[..^CopyBeside.Suffix.Length];
            yield return new(
                Topic,
                DoctorLevel.Warning,
                DisplayText.Message($"{name}: a decrypted copy"),
                IsPlain(path[..^CopyBeside.Suffix.Length])
                    ? $"{source} is not encrypted; {CommandText.Line("mv", name, source)} takes the copy, "
                        + $"{CommandText.Line("rm", name)} gives it up; then {CommandText.Line("secretskit", "enc", source)}"
                    : File.Exists(path[..^CopyBeside.Suffix.Length])
                    ? $"{CommandText.Line("secretskit", "enc", source)} takes it over and removes it; "
                        + $"{CommandText.Line("rm", name)} gives it up"
                    : CommandText.Line("rm", name));
        }

        if (!found)
        {
            yield return new(Topic, DoctorLevel.Ok, "none");
        }
    }

    // Which of a plain file and its copy counts, only a person knows.
    private static bool IsPlain(string path)
    {
        try
        {
            return File.Exists(path) && !EncryptedFile.LooksEncrypted(File.ReadAllBytes(path), FileFormat.Of(null, path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
