using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>A data key, or the shares it was split into, as every master key of every group wrapped it.</summary>
/// <param name="Groups">The groups with the wrapped parts.</param>
/// <param name="Threshold">Groups needed to rebuild the key, as it is written; for one group it says nothing.</param>
public sealed record WrappedDataKey(IReadOnlyList<WrappedKeyGroup> Groups, int Threshold);
