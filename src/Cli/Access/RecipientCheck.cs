using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Age;

namespace SecretsKit.Cli.Access;

/// <summary>Finds recipients that are none before anything is encrypted, with the line that they stand on.</summary>
internal static class RecipientCheck
{
    /// <summary>What recipients look like, for whoever wrote something else.</summary>
    public const string Forms =
        "recipients are age1..., ssh-ed25519 ... or ssh-rsa ...; 'secretskit keygen -y' prints those of your own keys";

    private const int AgeLength = 62;
    private const int ShortestFingerprint = 16;

    /// <summary>Looks at all age recipients.</summary>
    /// <param name="groups">Who shall be able to decrypt.</param>
    /// <param name="config">Where they were read; null where they were named on the command line.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: one cannot be read.</exception>
    public static void Require(IEnumerable<KeyGroup> groups, SopsConfig? config)
    {
        foreach (var key in groups.SelectMany(group => group.Keys).OfType<AgeMasterKey>())
        {
            try
            {
                AgeRecipient.Parse(key.Recipient);
            }
            catch (AgeException failure) when (failure.Failure == AgeFailure.Recipient)
            {
                var place = config is null ? ""
                    : config.LineOf(key.Recipient) is > 0 and var line
                        ? string.Create(CultureInfo.InvariantCulture, $"{DisplayText.Field(config.Path)}:{line}: ")
                        : DisplayText.Field(config.Path) + ": ";
                throw new SecretsKitException(ErrorCode.General, failure.Message, failure)
                {
                    Problem = place + failure.Problem,
                    Hint = Advice(key.Recipient.Trim()),
                };
            }
        }
    }

    private static string Advice(string recipient)
    {
        if (AgeKeygen.LooksLikeIdentity(recipient))
        {
            return "this is a private key, and whoever reads the file has it now: make a new one with 'secretskit keygen', and write its "
                + "public half, age1...";
        }

        if (recipient.Contains('@', StringComparison.Ordinal) && !recipient.StartsWith("ssh-", StringComparison.Ordinal))
        {
            return "a recipient is a public key: ask for what 'secretskit keygen -y' prints there; fingerprints of PGP keys stand under "
                + "pgp";
        }

        if (recipient.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !recipient.StartsWith("ssh-", StringComparison.Ordinal))
        {
            return $"a recipient is a public key, and no file: {CommandText.Line("secretskit", "keygen", "-y", recipient)} prints those of "
                + "a file of keys";
        }

        if (recipient.StartsWith("AGE1", StringComparison.Ordinal))
        {
            return "age recipients are written in small letters: " + CommandText.Word(recipient.ToLowerInvariant());
        }

        if (recipient.LastIndexOf("age1", StringComparison.Ordinal) > 0)
        {
            return "several recipients stand in a list, or have commas between them";
        }

        if (IsFingerprint(recipient))
        {
            return "fingerprints of PGP keys stand under pgp, or come with --pgp";
        }

        return recipient.StartsWith("age1", StringComparison.Ordinal)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"it was cut off or mistyped: it has {recipient.Length} letters, and age1... mostly {AgeLength}; copy it again from "
                    + $"whom it belongs to")
            : Forms;
    }

    /// <summary>Whether a text may be the fingerprint of a PGP key, or the end of one that gpg takes for it.</summary>
    public static bool IsFingerprint(string text) =>
        text.Replace(" ", "", StringComparison.Ordinal) is { Length: >= ShortestFingerprint } digits && digits.All(char.IsAsciiHexDigit);
}
