using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>The two kinds of rules of a <c>.sops.yaml</c>.</summary>
public enum RuleKind
{
    /// <summary>Says who can decrypt a new file.</summary>
    Creation,

    /// <summary>Says where a file is published.</summary>
    Destination,
}

/// <summary>No rule matches a file.</summary>
/// <param name="Kind">Which rules were looked at.</param>
/// <param name="Path">The file.</param>
public sealed record RuleCause(RuleKind Kind, string Path) : FailureCause;
