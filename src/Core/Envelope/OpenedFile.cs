using SecretsKit.Core.Envelope.Mac;

namespace SecretsKit.Core.Envelope;

/// <summary>A file after decryption. Its values are secret.</summary>
public sealed class OpenedFile
{
    internal OpenedFile(PlainFile plain, MacVerification mac)
    {
        Plain = plain;
        Mac = mac;
    }

    /// <summary>The values.</summary>
    public PlainFile Plain { get; }

    /// <summary>What the MAC says.</summary>
    public MacVerification Mac { get; }

    /// <summary>The finding on the MAC, never a value.</summary>
    public override string ToString() => $"OpenedFile(MAC {Mac.Outcome})";
}
