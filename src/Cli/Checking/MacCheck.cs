using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking;

/// <summary>Decrypts files in memory, with the keys at hand, to check their MACs. Nothing of what is decrypted is kept or shown.</summary>
internal sealed class MacCheck(KeyRing keys, bool requireKeys)
{
    /// <summary>The MAC differs.</summary>
    public static CheckRule Mismatch { get; } = new(
        "mac-mismatch", CheckLevel.Error, "a file was changed without its key",
        "a merge by hand does that, too; compare it with an earlier version (git log -p FILE)");

    /// <summary>The key opens the file, and a value does not decrypt.</summary>
    public static CheckRule Undecryptable { get; } = new(
        "cannot-decrypt", CheckLevel.Error, "an encrypted file does not decrypt",
        "an encrypted value was changed or moved to another name; compare it with an earlier version (git log -p FILE)");

    /// <summary>No key.</summary>
    public static CheckRule Unverified { get; } = new(
        "not-verified", CheckLevel.Note, "no key at hand opens the file, so its MAC was not checked",
        "set SOPS_AGE_KEY_FILE to the file with a private key of one of the recipients");

    /// <summary>Checks a file.</summary>
    /// <returns>Whether it has a MAC, and that was compared.</returns>
    public async ValueTask<bool> CheckAsync(CheckedFile file, Findings findings, CancellationToken ct)
    {
        if (file.Encrypted is not { } encrypted)
        {
            return false;
        }

        try
        {
            using var decrypted = await DecryptedFile.DecryptAsync(encrypted, keys, new(MacPolicy.Report), ct);
            if (decrypted.Mac is { IsAccepted: false, Outcome: not MacOutcome.Missing } mac)
            {
                findings.Add(Mismatch, file.Path, mac.Outcome == MacOutcome.Mismatch
                    ? "the MAC does not match: something in the file was changed without its key"
                    : "the MAC does not decrypt: it, or the time of the last change, was changed without the key");
            }

            return decrypted.Mac.Outcome != MacOutcome.Missing;
        }
        catch (DataKeyUnrecoverableException failure)
        {
            if (IsDamaged(failure))
            {
                findings.Add(Undecryptable, file.Path, "the data key in the sops part is damaged");
            }
            else
            {
                var level = requireKeys ? CheckLevel.Error : Unverified.Level;
                findings.Add(new(Unverified, level, file.Path, 0, 0, "the MAC was not checked: none of the keys at hand opens this file"));
            }

            return false;
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            // The message may name a path, never a value.
            findings.Add(Undecryptable, file.Path, failure.Problem.ReplaceLineEndings(" "));
            return false;
        }
    }

    private static bool IsDamaged(DataKeyUnrecoverableException failure) =>
        failure.Groups.SelectMany(group => group.Keys)
            .SelectMany(key => key.Attempts)
            .Any(attempt => attempt.Outcome == UnwrapOutcome.Malformed);
}
