using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Providers.Pgp;

namespace SecretsKit.Cli.Composition;

/// <summary>The key services of a run. A new vendor is one line here.</summary>
internal sealed class KeyServices : IDisposable
{
    private readonly AgeIdentitySources? _identities;

    private KeyServices(KeyServiceChain chain, AgeIdentitySources? identities) => (Chain, _identities) = (chain, identities);

    /// <summary>What wraps and unwraps, in order.</summary>
    public KeyServiceChain Chain { get; }

    /// <summary>The keys of this machine, with what age plugins want to say on standard error.</summary>
    public static KeyServices Local(CliHost host) => Create(host, new() { PluginMessage = text => host.WriteErrorLine($"secretskit: {text}") });

    /// <summary>The keys of this machine and those of other machines, as far as the options ask for them.</summary>
    /// <param name="host">Streams and environment.</param>
    /// <param name="options">Which services, and who is informed of what they do.</param>
    public static KeyServices Create(CliHost host, KeyServiceOptions options)
    {
        if (!options.Local)
        {
            return new(new(options.Remote, options.Report), null);
        }

        var processes = new ProcessRunner();
        var plugins = new AgePlugins(host.Environment, processes, host.Prompt, options.PluginMessage, host.Clock);
        var identities = new AgeIdentitySources(host.Environment, processes, host.Prompt, plugins, host.Random);
        IReadOnlyList<IKeyService> services =
            [new AgeKeyService(identities, host.Random), new PgpKeyService(processes, host.Environment), .. options.Remote];
        return new(new(services, options.Report), identities);
    }

    /// <summary>No keys at all.</summary>
    public static KeyServices None() => new(new([]), null);

    /// <summary>Wipes the identities that were loaded.</summary>
    public void Dispose() => _identities?.Dispose();
}

/// <summary>Which key services a run has.</summary>
internal sealed record KeyServiceOptions
{
    /// <summary>Whether the keys of this machine are used; by default they are.</summary>
    public bool Local { get; init; } = true;

    /// <summary>The services of other machines, which are asked after the local ones, in this order.</summary>
    public IReadOnlyList<IKeyService> Remote { get; init; } = [];

    /// <summary>Receives the messages of age plugins; null where they are not wanted.</summary>
    public Action<string>? PluginMessage { get; init; }

    /// <summary>Receives each attempt on a key; null for none.</summary>
    public Action<KeyUse>? Report { get; init; }
}
