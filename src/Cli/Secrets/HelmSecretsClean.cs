using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Secrets;

/// <summary>
/// <c>clean FOLDER</c> of the 3.x releases: removes the decrypted copies of a folder tree. Links are not followed. A file that only looks
/// like a copy is somebody's own, so that one without its encrypted file stays.
/// </summary>
internal static class HelmSecretsClean
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Runs it.</summary>
    /// <exception cref="SecretsKitException">No folder is named, it is not there, or something in it cannot be read or removed.</exception>
    public static Task RunAsync(HelmSecretsSession session, string[] words)
    {
        var environment = session.Host.Environment;
        var folder = words is [var named, ..] ? named : throw HelmSecretsFailure.Of(ErrorCode.NoInput, "no folder named; --help shows the arguments");
        if (!Directory.Exists(environment.ResolvePath(folder)))
        {
            throw HelmSecretsFailure.Of(ErrorCode.FileNotFound, $"Directory does not exist: {folder}");
        }

        var names = CopyNames.Of(environment);
        try
        {
            foreach (var copy in Directory.EnumerateFiles(environment.ResolvePath(folder), "*", Everywhere).Order(StringComparer.Ordinal).ToList())
            {
                if (names.SourceOf(Path.GetFileName(copy)) is not { } source)
                {
                    continue;
                }

                var shown = Path.Combine(folder, Path.GetRelativePath(environment.ResolvePath(folder), copy));
                if (IsEncrypted(Path.Combine(Path.GetDirectoryName(copy)!, source)))
                {
                    File.Delete(copy);
                    session.Tell($"Removed: {shown}");
                }
                else
                {
                    session.Say($"Kept: {shown}, because there is no encrypted {source} beside it");
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HelmSecretsFailure.Of(ErrorCode.FileUnwritable, $"cannot clean {folder}: {failure.Message}");
        }

        return Task.CompletedTask;
    }

    private static bool IsEncrypted(string source) => File.Exists(source) && HelmSecretsDetection.IsEncrypted(File.ReadAllBytes(source));

    /// <summary>How decrypted copies are named (spec helm-secrets.md part 5).</summary>
    private sealed record CopyNames(string Prefix, string Suffix)
    {
        public static CopyNames Of(HostEnvironment environment)
        {
            var names = new CopyNames(environment.Variable("HELM_SECRETS_DEC_PREFIX") ?? "", environment.Variable("HELM_SECRETS_DEC_SUFFIX") ?? ".dec");
            return names.Prefix.Length + names.Suffix.Length > 0
                ? names
                : throw HelmSecretsFailure.Of(ErrorCode.Usage, "HELM_SECRETS_DEC_SUFFIX is empty: decrypted copies have no name of their own");
        }

        /// <summary>The name of the encrypted file, or null for a file that is no copy.</summary>
        public string? SourceOf(string name) =>
            name.Length > Prefix.Length + Suffix.Length && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
                ? name[Prefix.Length..^Suffix.Length]
                : null;
    }
}
