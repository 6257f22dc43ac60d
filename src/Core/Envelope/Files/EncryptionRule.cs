using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>Who can decrypt a new file, and which of its values are encrypted.</summary>
/// <param name="Groups">The master keys.</param>
/// <param name="Threshold">Groups needed; 0 for all.</param>
/// <param name="Selection">Which values are encrypted.</param>
/// <param name="MacOnlyEncrypted">Whether readable values are outside the MAC.</param>
public sealed record EncryptionRule(IReadOnlyList<KeyGroup> Groups, int Threshold, SelectionFields Selection, bool MacOnlyEncrypted);
