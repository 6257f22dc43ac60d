using SecretsKit.Core.Envelope.Mac;

namespace SecretsKit.Core.Envelope;

/// <summary>A file after decryption. Its values are secret.</summary>
public sealed class DecryptedContent
{
    internal DecryptedContent(PlainFile plain, MacVerification mac)
    {
        Plain = plain;
        Mac = mac;
    }

    /// <summary>The values.</summary>
    public PlainFile Plain { get; }

    /// <summary>What the MAC says.</summary>
    public MacVerification Mac { get; }

    /// <summary>The finding on the MAC, never a value.</summary>
    public override string ToString() => $"DecryptedContent(MAC {Mac.Outcome})";
}
