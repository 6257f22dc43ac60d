using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>The helm-secrets command line, for files (spec helm-secrets.md part 2), with the names of its 3.x releases too.</summary>
internal sealed class HelmSecretsProgram(CliHost host, IReadOnlyList<string> words) : ICliProgram
{
    /// <summary>The release whose behaviour this is.</summary>
    private const string Version = "4.8.0-dev";

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.HelmSecrets;

    /// <inheritdoc/>
    public string Verb { get; private set; } = "";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var options = HelmSecretsOptions.Parse(host.Environment, words);
        if (options.Version)
        {
            host.WriteLine(Version);
            return ExitCodes.Success;
        }

        if (options.Help || options.Rest is [])
        {
            host.WriteLine(HelmSecretsHelp.Overview);
            return ExitCodes.Success;
        }

        Verb = options.Rest[0];
        string[] rest = [.. options.Rest.Skip(1)];
        if (HelmSecretsHelp.Of(Verb) is not { } help)
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, $"\"{Verb}\" is not available in this version: only files are encrypted, decrypted and edited; Helm is not run");
        }

        if (rest is ["--help" or "-h" or "help", ..])
        {
            host.WriteLine(help);
            return ExitCodes.Success;
        }

        var commands = new HelmSecretsFiles(host, options);
        await (Verb switch
        {
            "encrypt" => commands.EncryptAsync(rest, ct),
            "decrypt" or "view" => commands.DecryptAsync(rest, ct),
            "edit" => commands.EditAsync(rest, ct),
            "enc" => commands.EncryptInPlaceAsync(rest, ct),
            _ => commands.DecryptBesideAsync(rest, ct),
        });
        return ExitCodes.Success;
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        host.Output.Flush();
        host.WriteErrorLine(failure is HelmSecretsFailure ? failure.Message : SopsMessages.For(Verb, failure));
        host.WriteErrorLine("Error: plugin \"secrets\" exited with error");
    }
}
