using SecretsKit.Core.Errors;

namespace SecretsKit.Providers.Stores;

/// <summary>What can be said of a store without reading a secret of it.</summary>
public enum StoreReadiness
{
    /// <summary>It can be used.</summary>
    Ready,

    /// <summary>That depends on who asks, or could not be found out.</summary>
    Unknown,

    /// <summary>It cannot be used.</summary>
    Failed,
}

/// <summary>The result of looking at a store.</summary>
/// <param name="Readiness">Whether it can be used.</param>
/// <param name="Failure">Why it cannot, or why that is unknown; null where nothing is wrong.</param>
public sealed record StoreValidation(StoreReadiness Readiness, SecretsKitException? Failure = null)
{
    /// <summary>It can be used.</summary>
    public static StoreValidation Ready { get; } = new(StoreReadiness.Ready);

    /// <summary>Unknown, and nothing is wrong: credentials come from the namespace of each mapping.</summary>
    public static StoreValidation Unknown { get; } = new(StoreReadiness.Unknown);
}
