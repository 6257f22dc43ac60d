namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// The key services of a run in order, local ones first. For each key those that serve its type are asked in turn and the first that
/// succeeds wins; all errors are kept. As safe for concurrent use as its services are.
/// </summary>
/// <param name="services">In the order in which they are asked.</param>
/// <param name="report">
/// Receives each attempt on a key; null for none. Never called at once from two threads; attempts come in the order of the keys, those to
/// wrap once all of them are made. A call that was given up because another one succeeded is no attempt.
/// </param>
/// <param name="clock">
/// Measures how long a remote service is silent while a data key is recovered: after a second the next key is tried beside it. Null: every
/// service is waited for.
/// </param>
public sealed class KeyServiceChain(IReadOnlyList<IKeyService> services, Action<KeyUse>? report = null, TimeProvider? clock = null)
{
    /// <summary>The services.</summary>
    public IReadOnlyList<IKeyService> Services { get; } = services;

    /// <summary>Receives attempts.</summary>
    internal Action<KeyUse>? Report { get; } = report;

    /// <summary>Measures the silence of remote services.</summary>
    internal TimeProvider? Clock { get; } = clock;

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
                new KeyWrapAttempt(pair.Key, pair.Part, [.. For(pair.Key.Type)])),
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
                Report?.Invoke(use);
            }
        }

        return attempts;
    }

    /// <summary>The services for keys of a type, in order.</summary>
    internal IEnumerable<IKeyService> For(KeyType type) => Services.Where(service => service.Serves(type));

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
