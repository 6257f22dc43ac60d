using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Repository.Config;

/// <summary>
/// Whether a configuration that was found by searching upward may say who can decrypt. It may not if another
/// user of the machine can write it: somebody who puts <c>.sops.yaml</c> into a folder above yours would be a recipient of all that you
/// encrypt. The same goes for a list of signers. What is named is not looked at, and on Windows nothing is.
/// </summary>
public static class ConfigTrust
{
    /// <summary>The variable that accepts folders nevertheless: absolute paths, separated as in PATH, or <c>*</c> for all.</summary>
    public const string Variable = "SECRETSKIT_SAFE_DIRECTORIES";

    /// <summary>Refuses a configuration that another user controls.</summary>
    /// <param name="environment">Resolves paths; holds the variable.</param>
    /// <param name="start">The folder where the search began; empty for the working directory. Its owner is trusted.</param>
    /// <param name="config">The file that was found.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.UntrustedConfig"/>.</exception>
    public static void Require(HostEnvironment environment, string start, string config)
    {
        if (FindProblem(environment, start, config) is { } problem)
        {
            var path = environment.CleanPath(config);
            throw new SecretsKitException(
                ErrorCode.UntrustedConfig, $"{path} is not used: {problem}, and whoever controls it decides who can decrypt")
            {
                Hint = "look at the file; then name it with --config or SOPS_CONFIG, or accept its folder: export " +
                    $"{Variable}={Path.GetDirectoryName(path)}",
            };
        }
    }

    /// <summary>Why a file that was found by searching upward must not be used.</summary>
    /// <param name="environment">Resolves paths; holds the variable.</param>
    /// <param name="start">The folder where the search began; empty for the working directory. Its owner is trusted.</param>
    /// <param name="found">The file.</param>
    /// <returns>
    /// Who else controls it, as the end of a sentence; null if nobody does, or its folder is accepted by <see cref="Variable"/>.
    /// </returns>
    public static string? FindProblem(HostEnvironment environment, string start, string found)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var path = environment.CleanPath(found);
        var folder = Path.GetDirectoryName(path)!;
        return Problem(environment.CleanPath(start), path, folder) is { } problem && !IsAccepted(environment, folder) ? problem : null;
    }

    [UnsupportedOSPlatform("windows")]
    private static string? Problem(string start, string path, string folder)
    {
        uint?[] trusted = [0, FileOwner.CurrentUser, FileOwner.Of(start, followsLink: true)?.User];
        return OfOne(path, "it", followsLink: false) ?? OfOne(folder, "its folder", followsLink: true) ?? OfTarget();

        // Of a link both are looked at, itself and what it leads to.
        string? OfTarget() =>
            new FileInfo(path).LinkTarget is null || File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName is not { } target
                ? null
            : OfOne(target, $"the file {target} that it leads to", followsLink: true)
                ?? OfOne(Path.GetDirectoryName(target)!, $"the folder of {target}, to which it leads,", followsLink: true);

        string? OfOne(string what, string name, bool followsLink) => FileOwner.Of(what, followsLink) switch
        {
            null => null,
            { } owner when !trusted.Contains(owner.User) => $"{name} belongs to {FileOwner.Describe(owner.User)}",

            // The permissions of a link mean nothing.
            _ when !followsLink && new FileInfo(what).LinkTarget is not null => null,
            { IsWritableByAll: true } => $"{name} can be written by everybody",
            { IsWritableByGroup: true } owner when owner.Group != FileOwner.CurrentGroup =>
                $"{name} can be written by group {owner.Group}, which is not your own",
            _ => null,
        };
    }

    private static bool IsAccepted(HostEnvironment environment, string folder) =>
        (environment.Variable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(entry => entry == "*" || (Path.IsPathFullyQualified(entry) && environment.CleanPath(entry) == folder));
}
