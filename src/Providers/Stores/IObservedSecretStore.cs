using SecretsKit.Core.Errors;

namespace SecretsKit.Providers.Stores;

/// <summary>What a store may also be able to do: say at once that something in it changes.</summary>
public interface IObservedSecretStore : ISecretStore
{
    /// <summary>The names of secrets that change from now on, also of those that are made or deleted; until the token fires.</summary>
    /// <exception cref="SecretsKitException">The store does not allow that, or not any longer.</exception>
    IAsyncEnumerable<string> ChangesAsync(CancellationToken ct);
}
