using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// The key services of a run in order, local ones first. For each key those that serve its type are asked in turn and the first that
/// succeeds wins; all errors are kept. As safe for concurrent use as its services are.
/// </summary>
/// <param name="services">In the order in which they are asked.</param>
/// <param name="report">Receives each attempt on a key; null for none. Called on the thread that made the attempt.</param>
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

    /// <summary>Wraps a part with one key.</summary>
    /// <returns>The text for the metadata, or <see langword="null"/> with the causes in <paramref name="errors"/>.</returns>
    internal async ValueTask<string?> WrapAsync(MasterKey key, KeyPart part, List<string> errors, CancellationToken ct)
    {
        var failures = new List<string>();
        foreach (var service in Services.Where(service => service.Serves(key.Type)))
        {
            try
            {
                var wrapped = await service.WrapAsync(key, part, ct);
                report?.Invoke(new(key, KeyOperation.Wrap, Succeeded: true));
                return wrapped;
            }
            catch (KeyServiceException failure)
            {
                report?.Invoke(new(key, KeyOperation.Wrap, Succeeded: false));
                failures.Add(failure.Message);
            }
        }

        if (failures.Count == 0)
        {
            failures.Add($"no key service for keys of type {key.Type}");
        }

        errors.AddRange(failures.Select(failure => $"failed to encrypt new data key with master key {GoQuote.Format(key.Id)}: {failure}"));
        return null;
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
