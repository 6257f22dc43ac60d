using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A part that is being wrapped with one key: the services for its type are called in turn until one succeeds.</summary>
/// <param name="key">The master key.</param>
/// <param name="part">What is wrapped; lent.</param>
/// <param name="services">The services for keys of its type, in order.</param>
internal sealed class KeyWrapAttempt(MasterKey key, KeyPart part, IReadOnlyList<IKeyService> services)
{
    private readonly List<KeyWrapFailure> _failures = [];
    private readonly List<KeyUse> _uses = [];

    // Behind the last local service: what is left then can be done while other keys are wrapped.
    private readonly int _remoteFrom = services.Count - services.Reverse().TakeWhile(static service => service.IsRemote).Count();
    private int _next;

    /// <summary>The text for the metadata once a service has succeeded; otherwise null.</summary>
    public string? Wrapped { get; private set; }

    /// <summary>What the services were used for so far, in order.</summary>
    public IReadOnlyList<KeyUse> Uses => _uses;

    /// <summary>Whether remote services are left to call.</summary>
    public bool NeedsRemote => Wrapped is null && _next < services.Count;

    /// <summary>Why the key could not wrap, an entry for each service; empty after a success.</summary>
    public IEnumerable<KeyWrapFailure> Failures
    {
        get
        {
            if (Wrapped is not null)
            {
                return [];
            }

            return _failures.Count > 0 ? _failures : [Failure(KeyWrapFault.NoService, $"no key service for keys of type {key.Type}")];
        }
    }

    /// <summary>Calls the services up to the last local one.</summary>
    public ValueTask CallLocalAsync(CancellationToken ct) => CallAsync(_remoteFrom, ct);

    /// <summary>Calls the remote services behind them.</summary>
    public ValueTask CallRemoteAsync(CancellationToken ct) => CallAsync(services.Count, ct);

    private async ValueTask CallAsync(int end, CancellationToken ct)
    {
        while (Wrapped is null && _next < end)
        {
            try
            {
                Wrapped = await services[_next++].WrapAsync(key, part, ct);
                _uses.Add(new(key, KeyOperation.Wrap, Succeeded: true));
            }
            catch (KeyServiceException failure)
            {
                _uses.Add(new(key, KeyOperation.Wrap, Succeeded: false));
                _failures.Add(Failure(failure.Fault, failure.Message, failure.Hint));
            }
        }
    }

    private KeyWrapFailure Failure(KeyWrapFault fault, string problem, string? hint = null) => new(
        new(fault, key), $"failed to encrypt new data key with master key {GoQuote.Format(key.Id)}: {problem}", hint)
    {
        Reason = problem,
    };
}
