using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>The text of a master key, of a rule or named on the command line, is of the wrong form.</summary>
/// <param name="Text">The key's name as written, without the blanks around it; it is public.</param>
/// <param name="Expected">What is expected there, for a hint.</param>
public sealed record KeyTextCause(string Text, string Expected) : FailureCause;
