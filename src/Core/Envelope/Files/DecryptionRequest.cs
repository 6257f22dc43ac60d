using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>How a file is decrypted with the keys at hand.</summary>
/// <param name="Mac">What to do about its MAC.</param>
public sealed record DecryptionRequest(MacPolicy Mac)
{
    /// <summary>The MAC must match, keys are tried in the default order, and the values are only read.</summary>
    public static DecryptionRequest Default { get; } = new(MacPolicy.Require);

    /// <summary>Which key types are tried first.</summary>
    public DecryptionOrder Order { get; init; } = DecryptionOrder.Default;

    /// <summary>
    /// Whether values will be encrypted again: then the IVs are kept, and unchanged values keep their ciphertext. Default false.
    /// </summary>
    public bool EncryptsAgain { get; init; }

    /// <summary>
    /// Receives comments that should be encrypted and are not; see <see cref="DecryptOptions.UnreadableComment"/>. Default: none.
    /// </summary>
    public Action<ByteString>? UnreadableComment { get; init; }

    /// <summary>Called once the data key is known, before values are decrypted. Default: none.</summary>
    public Action? KeyRecovered { get; init; }

    /// <summary>Learns which ciphertext each value came from. Default: none.</summary>
    public CiphertextMemory? Memory { get; init; }
}
