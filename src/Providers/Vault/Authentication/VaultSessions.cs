using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Limits;

namespace SecretsKit.Providers.Vault.Authentication;

/// <summary>
/// The logins of a run: one for all stores of one identity, however many there are, and one limit of requests for each server. Safe for
/// concurrent use.
/// </summary>
internal sealed class VaultSessions
{
    /// <summary>Most requests to one server at a time, for all stores of a run together.</summary>
    public const int MaxConcurrentRequests = 16;

    // Logins that are not in use and are kept: a long-running agent sees identities come and go.
    private const int MaxIdle = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private VaultSessions(ProviderHost host) => Limiter = new(new() { MaxConcurrent = MaxConcurrentRequests }, host.Clock);

    /// <summary>What requests of stores wait for.</summary>
    public HttpLimiter Limiter { get; }

    /// <summary>The logins of a run.</summary>
    public static VaultSessions Of(ProviderHost host) => host.Shared(static run => new VaultSessions(run));

    /// <summary>The login of an identity: that of others, or a new one. Nothing is sent.</summary>
    /// <param name="identity">Whose it is: the same text, the same login. May hold hashes of secrets, never one itself.</param>
    /// <param name="keeps">Whether it outlives those who use it.</param>
    /// <param name="create">Makes it.</param>
    /// <returns>To be disposed; the last one who does revokes the token, unless it is kept.</returns>
    public Lease Take(string identity, bool keeps, Func<VaultSession> create)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(identity, out var entry))
            {
                if (_entries.Count >= MaxIdle)
                {
                    Forget();
                }

                _entries[identity] = entry = new(create());
            }

            entry.Users++;
            entry.IsKept |= keeps;
            return new(this, identity, entry.Session);
        }
    }

    // Their tokens end by themselves.
    private void Forget()
    {
        foreach (var (identity, _) in _entries.Where(entry => entry.Value.Users == 0).ToList())
        {
            _entries.Remove(identity);
        }
    }

    private VaultSession? Return(string identity)
    {
        lock (_lock)
        {
            var entry = _entries[identity];
            if (--entry.Users > 0 || entry.IsKept)
            {
                return null;
            }

            _entries.Remove(identity);
            return entry.Session;
        }
    }

    /// <summary>A share in a login.</summary>
    /// <param name="sessions">Where it goes back to.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="session">The login.</param>
    internal sealed class Lease(VaultSessions sessions, string identity, VaultSession session) : IAsyncDisposable
    {
        private int _isReturned;

        /// <summary>Whose login it is.</summary>
        public string Identity => identity;

        /// <summary>Adds the token to requests.</summary>
        public IHttpAuthenticator Session => session;

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0 && sessions.Return(identity) is { } last)
            {
                await last.DisposeAsync();
            }
        }
    }

    private sealed class Entry(VaultSession session)
    {
        public VaultSession Session { get; } = session;

        public int Users { get; set; }

        public bool IsKept { get; set; }
    }
}
