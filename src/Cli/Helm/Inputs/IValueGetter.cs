using SecretsKit.Charts.Model;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>Reads values behind URLs of schemes that are not Helm's own.</summary>
internal interface IValueGetter
{
    /// <summary>Whether a path has one of the schemes.</summary>
    bool Serves(string path);

    /// <summary>What is behind it, decrypted: a secret.</summary>
    /// <exception cref="SecretsKitException">It is not to be had, or does not decrypt.</exception>
    Task<byte[]> FetchAsync(string path, CancellationToken ct);
}

/// <summary>Makes the getter of a command line.</summary>
/// <param name="host">Streams, environment and keys.</param>
/// <param name="generation">As which Helm servers are asked for files.</param>
internal delegate IValueGetter ValueGetterFactory(CliHost host, HelmGeneration generation);
