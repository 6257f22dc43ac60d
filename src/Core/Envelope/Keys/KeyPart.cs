using SecretsKit.Core.Secrets;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>What one master key wraps: a whole data key (32 bytes) or a Shamir share of it (33 bytes).</summary>
public sealed class KeyPart : PinnedSecret
{
    /// <summary>Copies <paramref name="source"/>, which stays the caller's to wipe. Any length is taken; recovery checks it.</summary>
    public KeyPart(ReadOnlySpan<byte> source)
        : base(source)
    {
    }
}
