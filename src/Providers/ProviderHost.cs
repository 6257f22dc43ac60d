using System.Collections.Concurrent;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Providers;

/// <summary>
/// What providers touch of their surroundings. Making one opens nothing and reads nothing. Safe on all threads.
/// </summary>
/// <param name="environment">Variables and folders.</param>
/// <param name="connections">The open connections of the run; lent.</param>
/// <param name="processes">Runs credential programs.</param>
/// <param name="random">Source of randomness.</param>
/// <param name="clock">Says when credentials end.</param>
public sealed class ProviderHost(
    HostEnvironment environment, HttpConnections connections, IProcessRunner processes, RandomFill random, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Type, object> _shared = new();

    /// <summary>Variables and folders.</summary>
    public HostEnvironment Environment { get; } = environment;

    /// <summary>The open connections of the run, for handlers of SDKs; lent.</summary>
    public HttpConnections Connections { get; } = connections;

    /// <summary>Sends requests with the default policy: retries for 30 seconds at most, where a request may be sent twice.</summary>
    public IHttpTransport Http { get; } = new HttpTransport(connections, random);

    /// <summary>Runs credential programs.</summary>
    public IProcessRunner Processes { get; } = processes;

    /// <summary>Source of randomness.</summary>
    public RandomFill Random { get; } = random;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>What all providers of a run share: one of each type, made when it is asked for the first time.</summary>
    /// <typeparam name="T">What is shared.</typeparam>
    /// <param name="make">Makes it; may be called for nothing where several ask at once.</param>
    internal T Shared<T>(Func<ProviderHost, T> make)
        where T : class => (T)_shared.GetOrAdd(typeof(T), static (_, given) => given.make(given.host), (make, host: this));
}
