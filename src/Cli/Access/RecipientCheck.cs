using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Registration;

namespace SecretsKit.Cli.Access;

/// <summary>A recipient that nothing can be encrypted for.</summary>
/// <param name="Line">Of the configuration, from 1; 0 where it is unknown.</param>
/// <param name="Message">What is wrong, as reference tools say it.</param>
/// <param name="Problem">The same for people.</param>
/// <param name="Hint">What is expected.</param>
/// <param name="Failure">What found it, if that was a failure.</param>
internal sealed record UnreadableRecipient(int Line, string Message, string Problem, string Hint, SecretsKitException? Failure);

/// <summary>Finds recipients that are none before anything is encrypted, with the line that they stand on.</summary>
internal static class RecipientCheck
{
    /// <summary>What recipients look like, for whoever wrote something else.</summary>
    public const string Forms =
        "recipients are age1..., ssh-ed25519 ... or ssh-rsa ...; 'secretskit keygen -y' prints those of your own keys";

    private const int AgeLength = 62;
    private const int ShortestFingerprint = 16;

    /// <summary>Looks at all recipients whose form can be told.</summary>
    /// <param name="groups">Who shall be able to decrypt.</param>
    /// <param name="config">Where they were read; null where they were named on the command line.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: one cannot be read.</exception>
    public static void Require(IEnumerable<KeyGroup> groups, SopsConfig? config)
    {
        if (Find(groups, config).FirstOrDefault() is not { } wrong)
        {
            return;
        }

        var line = wrong.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $":{wrong.Line}") : "";
        throw new SecretsKitException(ErrorCode.General, wrong.Message, wrong.Failure)
        {
            Problem = (config is null ? "" : $"{DisplayText.Field(config.Path)}{line}: ") + wrong.Problem,
            Hint = wrong.Hint,
        };
    }

    /// <summary>All recipients that cannot be read, each once.</summary>
    /// <param name="groups">Who shall be able to decrypt.</param>
    /// <param name="config">Where they were read; null where they were named on the command line.</param>
    public static IEnumerable<UnreadableRecipient> Find(IEnumerable<KeyGroup> groups, SopsConfig? config) =>
        groups.SelectMany(group => group.Keys).Distinct()
            .Select(key => key is AgeMasterKey age ? OfAge(age, config) : OfVendor(key, config))
            .OfType<UnreadableRecipient>();

    private static UnreadableRecipient? OfAge(AgeMasterKey key, SopsConfig? config)
    {
        try
        {
            AgeRecipient.Parse(key.Recipient);
            return null;
        }
        catch (AgeException failure) when (failure.Failure == AgeFailure.Recipient)
        {
            return new(config?.LineOf(key.Recipient) ?? 0, failure.Message, failure.Problem, Advice(key.Recipient.Trim()), failure);
        }
    }

    private static UnreadableRecipient? OfVendor(MasterKey key, SopsConfig? config)
    {
        if (MasterKeyNames.Find(key) is not { } wrong)
        {
            return null;
        }

        var line = config is null ? 0 : wrong.Text.Length > 0 ? config.LineOf(wrong.Text) : config.LineOfUnnamed(wrong.List, wrong.Field);
        return new(line, wrong.Problem, wrong.Problem, wrong.Expected, null);
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
