using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope;

/// <summary>What to do about the MAC of a file.</summary>
public enum MacPolicy
{
    /// <summary>A MAC that is missing, does not decrypt or differs is an error.</summary>
    Require,

    /// <summary>The MAC is checked and the finding reported in the result.</summary>
    Report,

    /// <summary>The MAC is not looked at.</summary>
    Ignore,
}

/// <summary>How a file is decrypted.</summary>
public sealed record DecryptOptions
{
    /// <summary>The defaults.</summary>
    public static DecryptOptions Default { get; } = new();

    /// <summary>What to do about the MAC. Default <see cref="MacPolicy.Require"/>.</summary>
    public MacPolicy Mac { get; init; } = MacPolicy.Require;

    /// <summary>
    /// Gets, in file order and also when decryption fails later, each comment that should have been encrypted and does not decrypt: old
    /// releases left comments readable. The text is given where it is ciphertext, and is empty where it
    /// may be a secret. Default: none.
    /// </summary>
    public Action<ByteString>? UnreadableComment { get; init; }

    /// <summary>Learns which text each leaf came from. Default: nobody does.</summary>
    public CiphertextMemory? Memory { get; init; }
}
