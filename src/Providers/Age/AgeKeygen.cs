using System.Globalization;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Age;

/// <summary>Makes identities and the text of their files, as <c>age-keygen</c> does.</summary>
public static class AgeKeygen
{
    /// <summary>A fresh X25519 identity. The caller owns it.</summary>
    public static X25519Identity Generate(RandomFill random) => X25519Identity.Generate(random);

    /// <summary>A fresh hybrid identity, as <c>age-keygen -pq</c> makes it. The caller owns it.</summary>
    public static HybridIdentity GenerateHybrid(RandomFill random) => HybridIdentity.Generate(random);

    /// <summary>
    /// The text of an identity file: when it was made, the public key, the private key; each line ends with LF.
    /// A string cannot be wiped: write it out and let go of it.
    /// </summary>
    /// <param name="identity">The identity.</param>
    /// <param name="created">Written with its offset, in whole seconds; <c>Z</c> for UTC.</param>
    public static string RevealIdentityFile(AgeNativeIdentity identity, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var offset = created.Offset == TimeSpan.Zero ? "Z" : created.ToString("zzz", CultureInfo.InvariantCulture);
        var time = created.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + offset;
        return $"# created: {time}\n# public key: {identity.Recipient}\n{identity.RevealText()}\n";
    }

    /// <summary>The text of an identity file behind a passphrase: the age file in ASCII armor, as <c>age -p -a</c> writes it.</summary>
    /// <param name="identityFile">From <see cref="RevealIdentityFile"/>, lent for the call.</param>
    /// <param name="passphrase">Not empty, lent for the call.</param>
    /// <param name="random">Draws keys and salt.</param>
    /// <param name="workFactor">Binary logarithm of the cost of a try. Default 18: 256 MiB and about one second.</param>
    /// <param name="ct">Cancels before the costly step.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Passphrase"/>: it is empty.</exception>
    public static ValueTask<byte[]> ProtectAsync(
        ReadOnlyMemory<byte> identityFile, SecretBytes passphrase, RandomFill random, CancellationToken ct,
            int workFactor = ScryptRecipient.DefaultWorkFactor) =>
        AgeFile.EncryptAsync(identityFile, [new ScryptRecipient(passphrase, workFactor)], AgeEncoding.Armor, random, ct);

    /// <summary>Whether a text is an age file, which as an identity file is one behind a passphrase.</summary>
    public static bool IsProtected(ReadOnlySpan<byte> text) => text.StartsWith("age-encryption"u8) || text.StartsWith("-----BEGIN AGE"u8);

    /// <summary>Whether a text begins as an identity does, and must not be shown.</summary>
    public static bool LooksLikeIdentity(string text) =>
        text is not null && text.StartsWith("AGE-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The recipients of the identities in a file, one on a line, as <c>age-keygen -y</c> prints them.</summary>
    /// <param name="identityFile">The text of an identity file, lent for the call.</param>
    /// <exception cref="AgeException">The text is malformed, or an identity is one whose recipient a plugin alone can tell.</exception>
    public static string RecipientsOf(ReadOnlySpan<byte> identityFile) =>
        string.Concat(ReadRecipients(identityFile).Select(static recipient => recipient is null
        ? throw new AgeException(AgeFailure.Unavailable, "the recipient of a plugin's identity is known to the plugin alone")
        : recipient + "\n"));

    /// <summary>The same, without those that only a plugin can tell. May be empty.</summary>
    /// <exception cref="AgeException">The text is malformed.</exception>
    public static IReadOnlyList<string> KnownRecipientsOf(ReadOnlySpan<byte> identityFile) =>
        [.. ReadRecipients(identityFile).OfType<string>()];

    private static List<string?> ReadRecipients(ReadOnlySpan<byte> identityFile)
    {
        var identities = AgeIdentityFile.Parse(identityFile);
        try
        {
            return [.. identities.Select(static identity => identity.Recipient?.ToString())];
        }
        finally
        {
            foreach (var identity in identities)
            {
                identity.Dispose();
            }
        }
    }
}
