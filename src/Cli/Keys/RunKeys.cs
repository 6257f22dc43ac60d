using System.Collections.Concurrent;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Providers.Aws.Kms;
using SecretsKit.Providers.Azure.Keys;
using SecretsKit.Providers.Google.Kms;
using SecretsKit.Providers.Huawei;
using SecretsKit.Providers.KeyServer;
using SecretsKit.Providers.Pgp;
using SecretsKit.Providers.Vault.Transit;

namespace SecretsKit.Cli.Keys;

/// <summary>
/// The key services of a run: made when the first file needs a key, once for each environment, so that a
/// passphrase is asked for once however many files it opens. A new vendor is one line here. Safe for concurrent use. Disposing wipes the
/// identities that were loaded; they are loaded again if they are needed after that.
/// </summary>
internal sealed class RunKeys : IDisposable
{
    private readonly ConcurrentDictionary<HostEnvironment, Lazy<LocalKeys>> _local = new(ReferenceEqualityComparer.Instance);

    /// <summary>What wraps and unwraps, in the order in which it is asked.</summary>
    /// <param name="surroundings">
    /// Variables, folders, the terminal. The services of an environment ask on the first terminal that was given with it.
    /// </param>
    /// <param name="options">Which services, and who is informed of what they do.</param>
    public KeyServiceChain Services(KeyServiceContext surroundings, KeyServiceOptions options)
    {
        IReadOnlyList<IKeyService> local = options.Local ? Local(surroundings, options.PluginMessage).Services : [];
        var remote = options.Remote.Select(address => new RemoteKeyService(address, Host(surroundings)));
        return new([.. local, .. remote], options.Report, surroundings.Clock);
    }

    /// <summary>The surroundings of the providers of a run, connections included, which key services and destinations share.</summary>
    public ProviderHost Host(KeyServiceContext surroundings) => Local(surroundings, pluginMessage: null).Host;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (environment, keys) in _local)
        {
            if (_local.TryRemove(environment, out _) && keys.IsValueCreated)
            {
                keys.Value.Dispose();
            }
        }
    }

    private LocalKeys Local(KeyServiceContext surroundings, Action<string>? pluginMessage) => _local.GetOrAdd(
        surroundings.Environment,
        static (_, made) => new Lazy<LocalKeys>(() => Create(made.surroundings, made.pluginMessage)),
        (surroundings, pluginMessage)).Value;

    private static LocalKeys Create(KeyServiceContext surroundings, Action<string>? pluginMessage)
    {
        var (environment, prompt, random, clock) = surroundings;
        var processes = new ProcessRunner();
        var plugins = new AgePlugins(environment, processes, prompt, pluginMessage, clock);
        var identities = new AgeIdentitySources(environment, processes, prompt, plugins, random, clock);
        var connections = new HttpConnections(environment, clock);
        var host = new ProviderHost(environment, connections, processes, random, clock);
        return new(
            identities,
            connections,
            host,
            [
                new AgeKeyService(identities, plugins, random),
                new PgpKeyService(processes, environment),
                new VaultTransitKeyService(host),
                new AwsKmsKeyService(host),
                new AzureKeyVaultKeyService(host),
                new HuaweiKmsKeyService(host),
                new GcpKmsKeyService(host),
            ]);
    }

    private sealed record LocalKeys(
        AgeIdentitySources Identities, HttpConnections Connections, ProviderHost Host, IReadOnlyList<IKeyService> Services) : IDisposable
    {
        public void Dispose()
        {
            Identities.Dispose();
            foreach (var service in Services.OfType<IDisposable>())
            {
                service.Dispose();
            }

            Connections.Dispose();
        }
    }
}

/// <summary>What key services touch of a run.</summary>
/// <param name="Environment">Variables and folders.</param>
/// <param name="Prompt">Asks for passphrases.</param>
/// <param name="Random">Source of keys.</param>
/// <param name="Clock">Times out plugins.</param>
internal sealed record KeyServiceContext(HostEnvironment Environment, IPassphrasePrompt Prompt, RandomFill Random, TimeProvider Clock);

/// <summary>Which key services a command uses.</summary>
internal sealed record KeyServiceOptions
{
    /// <summary>Whether the keys of this machine are used; by default they are.</summary>
    public bool Local { get; init; } = true;

    /// <summary>The addresses of services of other machines, which are asked after the local ones, in this order.</summary>
    public IReadOnlyList<string> Remote { get; init; } = [];

    /// <summary>Receives the messages of age plugins; null where they are not wanted. The first command of a run settles it.</summary>
    public Action<string>? PluginMessage { get; init; }

    /// <summary>Receives each attempt on a key; null for none.</summary>
    public Action<KeyUse>? Report { get; init; }
}
