using SecretsKit.Core.Envelope.Recovery;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// The key services of a run in order, local ones first. For each key those that serve its type are asked in turn and the first that
/// succeeds wins; all errors are kept. As safe for concurrent use as its services are.
/// </summary>
/// <param name="services">In the order in which they are asked.</param>
/// <param name="report">
/// Receives each attempt on a key; null for none. Never called at once from two threads; attempts to wrap come in the order of the keys,
/// once all of them are made.
/// </param>
public sealed class KeyServiceChain(IReadOnlyList<IKeyService> services, Action<KeyUse>? report = null)
{
    /// <summary>The services.</summary>
    public IReadOnlyList<IKeyService> Services { get; } = services;

    /// <summary>Asks the services to check and complete keys that a person has named, before anything is wrapped with them.</summary>
    /// <exception cref="Errors.SecretsKitException">A key is not well formed, or what is missing in it cannot be found out.</exception>
    public async ValueTask<IReadOnlyList<KeyGroup>> ResolveAsync(IReadOnlyList<KeyGroup> groups, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var resolved = new List<KeyGroup>(groups.Count);
        foreach (var group in groups)
        {
            var keys = new List<MasterKey>(group.Keys.Count);
            foreach (var key in group.Keys)
            {
                keys.Add(await ResolveAsync(key, ct));
            }

            resolved.Add(new(keys));
        }

        return resolved;
    }

    /// <summary>Wraps parts with keys; how calls overlap is up to <see cref="IKeyService.IsRemote"/>.</summary>
    /// <param name="keys">Each with the part that it wraps, which is lent.</param>
    /// <param name="ct">Cancels the calls to the services.</param>
    /// <returns>The outcome for each key, in their order.</returns>
    internal async ValueTask<IReadOnlyList<KeyWrapAttempt>> WrapAsync(
        IEnumerable<(MasterKey Key, KeyPart Part)> keys, CancellationToken ct)
    {
        KeyWrapAttempt[] attempts =
        [
            .. keys.Select(pair =>
                new KeyWrapAttempt(pair.Key, pair.Part, [.. Services.Where(service => service.Serves(pair.Key.Type))])),
        ];
        using var run = new KeyWrapRun(ct);
        try
        {
            await run.RunAsync(attempts);
        }
        finally
        {
            foreach (var use in attempts.SelectMany(attempt => attempt.Uses))
            {
                report?.Invoke(use);
            }
        }

        return attempts;
    }

    /// <summary>Unwraps with one key.</summary>
    /// <returns>The attempts and, after a success, the part, which the caller owns.</returns>
    internal async ValueTask<(KeyAttempts Attempts, KeyPart? Part)> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        var attempts = new List<KeyAttempt>();
        foreach (var service in Services.Where(service => service.Serves(wrapped.Key.Type)))
        {
            var result = await service.UnwrapAsync(wrapped, ct);
            report?.Invoke(new(wrapped.Key, KeyOperation.Unwrap, result.Part is not null));
            attempts.Add(result.Attempt);
            if (result.Part is not null)
            {
                return (new(wrapped.Key, attempts), result.Part);
            }
        }

        if (attempts.Count == 0 && Services.Count > 0)
        {
            attempts.Add(new(wrapped.Key, UnwrapOutcome.Unavailable, $"no key service for keys of type {wrapped.Key.Type}"));
        }

        return (new(wrapped.Key, attempts), null);
    }

    private async ValueTask<MasterKey> ResolveAsync(MasterKey key, CancellationToken ct)
    {
        foreach (var service in Services)
        {
            if (service is IMasterKeyResolver resolver && service.Serves(key.Type))
            {
                return await resolver.ResolveAsync(key, ct);
            }
        }

        return key;
    }
}
