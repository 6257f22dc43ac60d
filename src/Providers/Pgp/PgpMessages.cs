using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;

namespace SecretsKit.Providers.Pgp;

/// <summary>
/// The reference's words for failures. It first tries the keyrings of GnuPG 1 by itself and reports
/// that failure too; we leave keyrings to gpg, and repeat that part of the message only where it is true: where there is no such keyring.
/// </summary>
internal static class PgpMessages
{
    private const string Library = "github.com/ProtonMail/go-crypto/openpgp error: ";

    public static string Wrap(HostEnvironment environment, string fingerprint, string cause)
    {
        var keyring = Keyring(environment, "pubring.gpg") is null
            ? $"{Library}key with fingerprint '{DisplayText.Field(fingerprint)}' is not available in keyring; "
            : "";
        return $"could not encrypt data key with PGP key: {keyring}GnuPG binary error: failed to encrypt sops data key with pgp: {cause}";
    }

    public static string Unwrap(HostEnvironment environment, string cause)
    {
        // Without a ring of secret keys the reference opens the public one.
        var keyring = Keyring(environment, "secring.gpg") is null && Keyring(environment, "pubring.gpg") is null
            ? $"{Library}could not load secring: open {DisplayText.Field(Home(environment))}/pubring.gpg: no such file or directory; "
            : "";
        return $"could not decrypt data key with PGP key: {keyring}GnuPG binary error: failed to decrypt sops data key with pgp: {cause}";
    }

    /// <summary>
    /// How to count a failure of gpg. Its texts are the only witness, and they are translated, so this is a hint and not a rule.
    /// </summary>
    public static UnwrapOutcome OutcomeOf(string cause)
    {
        if (cause.Contains("No secret key", StringComparison.Ordinal))
        {
            return UnwrapOutcome.NoMatch;
        }

        return cause.Contains("no valid OpenPGP data", StringComparison.Ordinal) ? UnwrapOutcome.Malformed : UnwrapOutcome.Denied;
    }

    private static string? Keyring(HostEnvironment environment, string name)
    {
        var path = environment.ResolvePath(Path.Combine(Home(environment), name));
        return File.Exists(path) ? path : null;
    }

    private static string Home(HostEnvironment environment) => environment.Variable("GNUPGHOME") is { Length: > 0 } home
        ? home
        : Path.Combine(environment.HomeDirectory ?? "", ".gnupg");
}
