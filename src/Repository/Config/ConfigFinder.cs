using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Repository.Config;

/// <summary>Finds and loads <c>.sops.yaml</c> (spec sops.md 9.1).</summary>
public static class ConfigFinder
{
    private const string Name = ".sops.yaml";
    private const string Misnamed = ".sops.yml";
    private const int MaxLevels = 100;

    /// <summary>The file found, and a misspelt one that was in the way first; both as they are shown to people.</summary>
    public readonly record struct Found(string? Path, string? Ignored);

    /// <summary>Searches from a folder upward.</summary>
    /// <param name="environment">Resolves relative paths.</param>
    /// <param name="folder">Where to begin: empty for the working directory.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.UntrustedConfig"/>: another user of the machine controls what was found.
    /// </exception>
    public static Found Search(HostEnvironment environment, string folder)
    {
        string? ignored = null;
        var prefix = folder;
        for (var level = 0; level < MaxLevels; level++)
        {
            var candidate = System.IO.Path.Combine(prefix, Name);
            if (System.IO.Path.Exists(environment.ResolvePath(candidate)))
            {
                ConfigTrust.Require(environment, folder, candidate);
                return new(candidate, ignored);
            }

            var misnamed = System.IO.Path.Combine(prefix, Misnamed);
            if (ignored is null && File.Exists(environment.ResolvePath(misnamed)))
            {
                ignored = misnamed;
            }

            if (environment.CleanPath(prefix) == System.IO.Path.GetPathRoot(environment.WorkingDirectory))
            {
                break;
            }

            prefix = System.IO.Path.Combine(prefix, "..");
        }

        return new(null, ignored);
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/>: it cannot be read or understood.</exception>
    public static SopsConfig Load(HostEnvironment environment, string path)
    {
        byte[] text;
        try
        {
            text = FileReader.Read(environment, path);
        }
        catch (SecretsKitException failure) when (
            failure.Code is ErrorCode.FileNotFound or ErrorCode.FileUnreadable or ErrorCode.LimitExceeded)
        {
            throw new SecretsKitException(ErrorCode.MalformedConfig, $"could not read config file: {failure.Message}", failure)
            {
                Hint = failure.Code == ErrorCode.FileNotFound && IsLink(environment.ResolvePath(path))
                    ? DisplayText.Message($"it is a symbolic link to no file: {CommandText.Line("ls", "-l", path)} shows where to")
                    : failure.Code == ErrorCode.FileNotFound
                    ? "name a file that is there, or leave --config and SOPS_CONFIG out: then it is searched from the file's folder upward"
                    : "see who may read it, and how large it is",
            };
        }

        var full = environment.CleanPath(path);
        try
        {
            return SopsConfig.Parse(text, full);
        }
        catch (SecretsKitException failure) when (failure is { Code: ErrorCode.MalformedConfig, Hint: null })
        {
            if (ConflictMarkers.AnyLine(text) is > 0 and var marker)
            {
                throw new SecretsKitException(failure.Code, failure.Message, failure.InnerException)
                {
                    Cause = failure.Cause,
                    Problem = DisplayText.Message($"{full}:{marker} is a git conflict marker"),
                    Hint = DisplayText.Message($"settle it there, then {CommandText.Line("git", "add", full)}"),
                };
            }

            var line = failure.InnerException is DocumentException { Line: > 0 } at ? at.Line : 0;
            var place = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{full}, line {line}") : full;
            throw new SecretsKitException(failure.Code, failure.Message, failure.InnerException)
            {
                Cause = failure.Cause,
                Problem = failure.Problem,
                Hint = $"correct {place}",
            };
        }
    }
}
