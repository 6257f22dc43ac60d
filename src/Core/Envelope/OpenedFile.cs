using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope;

/// <summary>A file after decryption. Its values are secret.</summary>
public sealed class OpenedFile
{
    internal OpenedFile(PlainFile plain, MacVerification mac, IReadOnlyList<ByteString> unreadableComments)
    {
        Plain = plain;
        Mac = mac;
        UnreadableComments = unreadableComments;
    }

    /// <summary>The values.</summary>
    public PlainFile Plain { get; }

    /// <summary>What the MAC says.</summary>
    public MacVerification Mac { get; }

    /// <summary>
    /// Comments that should have been encrypted and do not decrypt, in file order: old releases left comments readable. Each is the
    /// text where it is ciphertext, and empty where it may be a secret, so that all of them are safe to print.
    /// </summary>
    public IReadOnlyList<ByteString> UnreadableComments { get; }

    /// <summary>The finding on the MAC, never a value.</summary>
    public override string ToString() => $"OpenedFile(MAC {Mac.Outcome})";
}
