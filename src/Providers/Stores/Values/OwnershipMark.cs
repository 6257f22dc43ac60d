namespace SecretsKit.Providers.Stores.Values;

/// <summary>
/// The tag, label or field that marks a secret as written by the agent; that of the reference, so that either can take over (spec
/// external-secrets.md 4.2).
/// </summary>
internal static class OwnershipMark
{
    /// <summary>Its name.</summary>
    public const string Name = "managed-by";

    /// <summary>Its value.</summary>
    public const string Value = "external-secrets";
}
