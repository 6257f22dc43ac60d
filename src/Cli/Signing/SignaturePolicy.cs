using System.Collections.Concurrent;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Signing;

/// <summary>
/// Which list of signers a file must keep to: the one that was named, on the command line or by <see cref="Variable"/>; else the nearest
/// <see cref="FileName"/> from the file's folder upward, then from the working directory, as
/// <c>.sops.yaml</c> is searched; one that another user of the machine controls is refused as that is
/// (<see cref="ConfigTrust"/>). Lists are read once. Safe for concurrent use.
/// </summary>
/// <param name="host">Files, clock and variables.</param>
/// <param name="named">The list for all files; null for that of the variable, or to search.</param>
internal sealed class SignaturePolicy(CliHost host, string? named = null)
{
    /// <summary>The name of lists that are searched for.</summary>
    public const string FileName = ".secretskit-signers";

    /// <summary>The variable that names the list for all files.</summary>
    public const string Variable = "SECRETSKIT_ALLOWED_SIGNERS";

    private readonly ConcurrentDictionary<string, string?> _nearest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<SignersList>> _lists = new(StringComparer.Ordinal);

    /// <summary>The list that counts for a file; null if there is none, and nothing is required.</summary>
    /// <param name="path">The file, as typed; empty for one without a place of its own, such as a URL.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.SignatureRefused"/>: the list cannot be read, or another user controls it, which then allows no one.
    /// </exception>
    public SignersList? ListFor(string path)
    {
        var folder = path.Length == 0 ? host.Environment.WorkingDirectory : Path.GetDirectoryName(host.Environment.CleanPath(path)) ?? "/";
        var found = named
            ?? (host.Environment.Variable(Variable) is { Length: > 0 } variable ? variable : null)
            ?? _nearest.GetOrAdd(folder, Search);
        return found is null ? null : _lists.GetOrAdd(host.Environment.CleanPath(found), list => new(() => Load(list))).Value;
    }

    /// <summary>Checks the signature of a file.</summary>
    /// <param name="path">The file, as for <see cref="ListFor"/>.</param>
    /// <param name="file">What was read.</param>
    /// <returns>The finding and the list; null if no list counts for the file.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SignatureRefused"/>: the list cannot be read.</exception>
    public (SignatureVerdict Verdict, SignersList List)? Check(string path, EncryptedFile file) =>
        ListFor(path) is { } list ? (FileSignature.Verify(file, list.Signers, host.Now()), list) : null;

    /// <summary>Refuses a file that a list counts for and that none of its signers signed as it is.</summary>
    /// <param name="path">The file, as for <see cref="ListFor"/>.</param>
    /// <param name="file">What was read.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SignatureRefused"/>.</exception>
    public void Require(string path, EncryptedFile file)
    {
        if (Check(path, file) is { Verdict: { IsValid: false } verdict } found)
        {
            throw SignatureWords.Refusal(verdict, found.List, path);
        }
    }

    private string? Search(string folder)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            var list = Path.Combine(above, FileName);
            if (File.Exists(list))
            {
                RequireTrusted(folder, list);
                return list;
            }
        }

        return folder == host.Environment.WorkingDirectory ? null : _nearest.GetOrAdd(host.Environment.WorkingDirectory, Search);
    }

    private void RequireTrusted(string start, string list)
    {
        if (ConfigTrust.FindProblem(host.Environment, start, list) is { } problem)
        {
            throw new SecretsKitException(
                ErrorCode.SignatureRefused,
                    $"the list of signers {list} is not used: {problem}, and whoever controls it decides whose signatures count")
            {
                Hint = $"look at the file; then name it by {Variable}, or accept its folder: export " +
                    $"{ConfigTrust.Variable}={Path.GetDirectoryName(list)}",
            };
        }
    }

    private SignersList Load(string path)
    {
        try
        {
            return new(
                path, AllowedSigners.Parse(FileReader.Read(host.Environment, path, AllowedSigners.MaxBytes), host.Clock.LocalTimeZone));
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(
                ErrorCode.SignatureRefused, $"the list of signers {path} cannot be used: {failure.Problem}", failure)
            {
                Hint = "correct it: each line is PRINCIPALS [OPTIONS] KEY, as ssh-keygen(1) explains below ALLOWED SIGNERS",
            };
        }
    }
}
