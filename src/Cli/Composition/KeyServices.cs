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
    public static KeyServices Local(CliHost host) => Local(host, text => host.WriteErrorLine("secretskit: " + text));

    /// <summary>The keys of this machine.</summary>
    /// <param name="host">Streams and environment.</param>
    /// <param name="show">Takes the messages of age plugins; null where they are not wanted.</param>
    public static KeyServices Local(CliHost host, Action<string>? show)
    {
        var processes = new ProcessRunner();
        var plugins = new AgePlugins(host.Environment, processes, host.Prompt, show, host.Clock);
        var identities = new AgeIdentitySources(host.Environment, processes, host.Prompt, plugins, host.Random);
        return new(new([new AgeKeyService(identities, host.Random), new PgpKeyService(processes, host.Environment)]), identities);
    }

    /// <summary>No keys at all: the local service is switched off.</summary>
    public static KeyServices None() => new(new([]), null);

    /// <summary>Wipes the identities that were loaded.</summary>
    public void Dispose() => _identities?.Dispose();
}
