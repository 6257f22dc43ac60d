using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>What a creation rule says about a file.</summary>
/// <param name="KeyGroups">The key groups; a rule without keys has one empty group.</param>
/// <param name="ShamirThreshold">Groups needed; 0 when not given.</param>
/// <param name="Selection">Which values are encrypted; no field set when not given.</param>
/// <param name="MacOnlyEncrypted">Whether the MAC covers only encrypted values.</param>
public sealed record RuleSettings(IReadOnlyList<KeyGroup> KeyGroups, int ShamirThreshold, SelectionFields Selection, bool MacOnlyEncrypted);
