using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Signing;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Secrets;

/// <summary>What one run of the helm-secrets command line has at hand.</summary>
/// <param name="host">Streams and environment.</param>
/// <param name="options">What was before the command.</param>
internal sealed class HelmSecretsSession(CliHost host, HelmSecretsOptions options)
{
    /// <summary>Streams and environment.</summary>
    public CliHost Host { get; } = host;

    /// <summary>What was before the command.</summary>
    public HelmSecretsOptions Options { get; } = options;

    /// <summary>Who must have signed which file.</summary>
    public SignaturePolicy Signatures { get; } = new(host);

    /// <summary>As which Helm servers are asked for files.</summary>
    public HelmGeneration Generation { get; init; } = HelmProgram.GenerationOf(host.Environment);

    /// <summary>How decrypted copies are named.</summary>
    /// <exception cref="SecretsKitException">A copy would have the name of its source.</exception>
    public CopyName Copies => CopyName.Of(Host.Environment) is { DiffersFromSource: true } names
        ? names
        : throw HelmSecretsFailure.Of(ErrorCode.Usage, "HELM_SECRETS_DEC_SUFFIX is empty: decrypted copies have no name of their own");

    /// <summary>The same options elsewhere: other variables, another folder.</summary>
    public HelmSecretsSession In(CliHost where) => new(where, Options) { Generation = Generation };

    /// <summary>A line that tells what is done.</summary>
    public void Tell(string message)
    {
        if (!Options.Quiet)
        {
            Say(message);
        }
    }

    /// <summary>Reports that an encrypted file is handed on as it is, because <c>--skip-decrypt</c> asks for that.</summary>
    public void TellSkipped(string file) => Tell($"Decrypt skipped (--skip-decrypt): {HttpUrl.Mask(file)}");

    /// <summary>A line for people that quiet runs have, too.</summary>
    public void Say(string message) => Host.WriteErrorLine($"[helm-secrets] {message}");

    /// <summary>One call of sops, made in process with the same words.</summary>
    public Task<int> SopsAsync(CliHost where, IEnumerable<string> words, CancellationToken ct) =>
        new SopsProgram(where, [.. Options.BackendArguments, .. words]).RunAsync(ct);
}
