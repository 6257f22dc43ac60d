using System.Globalization;
using SecretsKit.Core.Crypto;

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

    /// <summary>The recipients of the identities in a file, one on a line, as <c>age-keygen -y</c> prints them.</summary>
    /// <param name="identityFile">The text of an identity file, lent for the call.</param>
    /// <exception cref="AgeException">The text is malformed, or an identity has no recipient that this version can tell.</exception>
    public static string RecipientsOf(ReadOnlySpan<byte> identityFile)
    {
        var identities = AgeIdentityFile.Parse(identityFile);
        try
        {
            return string.Concat(identities.Select(static identity => identity.Recipient is { } recipient
                ? recipient + "\n"
                : throw new AgeException(AgeFailure.Unavailable, "the recipient of this kind of identity cannot be told yet")));
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
