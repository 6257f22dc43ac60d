using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A key part as one master key encrypted it.</summary>
/// <param name="Key">The master key that wrapped it.</param>
/// <param name="Enc">The text of the metadata field <c>enc</c>, verbatim.</param>
/// <param name="CreatedAt">When the key was attached to the file; age entries have none.</param>
public sealed record WrappedKey(MasterKey Key, string Enc, Timestamp? CreatedAt);
