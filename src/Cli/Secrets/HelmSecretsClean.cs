using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>
/// <c>clean FOLDER</c> of the 3.x releases: removes the decrypted copies of a folder tree. Links are not followed. A file that only looks
/// like a copy is somebody's own, so that one without its encrypted file stays.
/// </summary>
internal static class HelmSecretsClean
{
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>Runs it.</summary>
    /// <exception cref="SecretsKitException">No folder is named, it is not there, or something in it cannot be read or removed.</exception>
    public static Task RunAsync(HelmSecretsSession session, string[] words)
    {
        var environment = session.Host.Environment;
        var folder = words is [var named, ..]
            ? named
            : throw HelmSecretsFailure.Of(ErrorCode.NoInput, "no folder named; --help shows the arguments");
        if (!Directory.Exists(environment.ResolvePath(folder)))
        {
            throw HelmSecretsFailure.Of(ErrorCode.FileNotFound, $"Directory does not exist: {folder}");
        }

        var names = session.Copies;
        try
        {
            foreach (var copy in Directory.EnumerateFiles(environment.ResolvePath(folder), "*", Everywhere)
                .Order(StringComparer.Ordinal)
                .ToList())
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
}
