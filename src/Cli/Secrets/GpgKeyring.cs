using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Secrets;

/// <summary>A keyring of gpg that lives as long as the run, in memory, with keys imported from files.</summary>
internal sealed class GpgKeyring : IAsyncDisposable
{
    private const string Variable = "HELM_SECRETS_LOAD_GPG_KEYS";

    private readonly SecretFolder _folder;

    private GpgKeyring(SecretFolder folder, CliHost host) => (_folder, Host) = (folder, host);

    /// <summary>Where gpg finds this keyring and no other.</summary>
    public CliHost Host { get; }

    /// <summary>Imports the keys that <c>HELM_SECRETS_LOAD_GPG_KEYS</c> names, separated by blanks; null if it names none.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public static async Task<GpgKeyring?> OfVariableAsync(CliHost host, CancellationToken ct) =>
        host.Environment.Variable(Variable) is { Length: > 0 } and not "false" and var keys
            ? await CreateAsync(host, keys.Split(' ', StringSplitOptions.RemoveEmptyEntries), ct)
            : null;

    /// <summary>Imports keys.</summary>
    /// <param name="host">Whose gpg and variables.</param>
    /// <param name="paths">Key files, or folders of them.</param>
    /// <param name="ct">Ends gpg.</param>
    /// <exception cref="SecretsKitException">A file is missing, or gpg does not take it.</exception>
    public static async Task<GpgKeyring> CreateAsync(CliHost host, IEnumerable<string> paths, CancellationToken ct)
    {
        var files = paths.SelectMany(path => Files(host.Environment, path)).ToList();
        var folder = SecretFolder.Create(host.Environment, SecretFolderPlace.MemoryOnly);
        var keyring = new GpgKeyring(
            folder, host.With(environment: host.Environment.WithVariables([new("GNUPGHOME", folder.Path), new(Variable, null)])));
        try
        {
            foreach (var file in files)
            {
                using var result = await keyring.RunAsync(
                    Gpg(host.Environment), ["--batch", "--no-tty", "--quiet", "--import"], FileReader.Read(host.Environment, file), ct);
                if (!result.Succeeded)
                {
                    throw HelmSecretsFailure.Of(ErrorCode.ProcessFailed, $"gpg cannot import '{file}': {result.Describe()}");
                }
            }

            return keyring;
        }
        catch
        {
            await keyring.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the agent and wipes the keyring.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Its own token: the agent has to end after a cancellation, too. It answers at once.
            using var result = await RunAsync("gpgconf", ["--kill", "all"], default, CancellationToken.None);
        }
        catch (ProcessStartException)
        {
            // Without gpgconf nothing was started: an agent ends by itself when its folder is gone.
            return;
        }
        finally
        {
            _folder.Dispose();
        }
    }

    private static IEnumerable<string> Files(HostEnvironment environment, string path)
    {
        var full = environment.ResolvePath(path);
        if (Directory.Exists(full))
        {
            return Directory.EnumerateFiles(full).Order(StringComparer.Ordinal);
        }

        return File.Exists(full) ? [path] : throw HelmSecretsFailure.Of(ErrorCode.FileNotFound, $"File does not exist: {path}");
    }

    private static string Gpg(HostEnvironment environment) => environment.Variable("SOPS_GPG_EXEC") is { Length: > 0 } program
        ? program
        : "gpg";

    private async Task<ProcessResult> RunAsync(
        string program, IReadOnlyList<string> words, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        try
        {
            return await new ProcessRunner()
                .RunAsync(new ProcessRequest { Program = program, Arguments = words, Environment = Host.Environment, Input = input }, ct);
        }
        catch (ProcessStartException failure) when (words is not ["--kill", ..])
        {
            throw HelmSecretsFailure.Of(ErrorCode.ProcessFailed, $"gpg does not start: {failure.Message}");
        }
    }
}
