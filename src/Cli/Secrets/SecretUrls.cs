using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Secrets;

/// <summary>The URL schemes of helm-secrets where charts read values, with the options that variables give.</summary>
internal sealed class SecretUrls(CliHost host, HelmGeneration generation) : IValueGetter
{
    /// <summary>Those of a command line.</summary>
    public static IValueGetter Of(CliHost host, HelmGeneration generation) => new SecretUrls(host, generation);

    /// <inheritdoc/>
    public bool Serves(string path) => SecretsGetter.Serves(path);

    /// <inheritdoc/>
    public async Task<byte[]> FetchAsync(string path, CancellationToken ct)
    {
        // Each call of the reference's getter begins with the keys of this variable.
        await using var keyring = await GpgKeyring.OfVariableAsync(host, ct);
        var where = keyring?.Host ?? host;
        var session = new HelmSecretsSession(where, HelmSecretsOptions.Parse(where.Environment, [])) { Generation = generation };
        return await new SecretsGetter(session).FetchAsync(path, ct);
    }
}
