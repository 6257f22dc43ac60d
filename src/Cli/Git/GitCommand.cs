using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Git;

/// <summary>Runs git in a folder. Never with a secret: git sees names of files and ciphertext.</summary>
/// <param name="host">PATH and variables.</param>
/// <param name="folder">Where git runs.</param>
internal sealed class GitCommand(CliHost host, string folder)
{
    // Names of files are names, and never patterns.
    private static readonly KeyValuePair<string, string?>[] Literal = [new("GIT_LITERAL_PATHSPECS", "1")];

    private const int OutputLimit = 300 * 1024 * 1024;

    /// <summary>Runs git.</summary>
    /// <returns>Its status and what it printed.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ProcessFailed"/>: git is not installed.</exception>
    public async Task<(int Exit, byte[] Output, string Error)> TryAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new ProcessRequest
                {
                    Program = "git",
                    Arguments = arguments,
                    Environment = host.Environment.WithWorkingDirectory(folder).WithVariables(Literal),
                    InputFrom = StreamRoute.Null,
                    OutputLimit = OutputLimit,
                },
                ct);
            return (result.Signal is null ? result.ExitCode : -1, result.Output.ToArray(), Encoding.UTF8.GetString(result.Error.Span).Trim());
        }
        catch (ProcessStartException failure)
        {
            throw new SecretsKitException(ErrorCode.ProcessFailed, $"git cannot be run: {failure.Message}", failure) { Hint = "install git, or put it on the PATH" };
        }
    }

    /// <summary>Runs git, which must succeed.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ProcessFailed"/>.</exception>
    public async Task<byte[]> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var (exit, output, error) = await TryAsync(arguments, ct);
        return exit == 0 ? output
            : throw new SecretsKitException(ErrorCode.ProcessFailed, $"git {arguments[0]} failed: {(error.Length > 0 ? error : $"exit status {exit}")}");
    }

    /// <summary>One line that git prints, or null if it fails or prints nothing.</summary>
    public async Task<string?> LineAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var (exit, output, _) = await TryAsync(arguments, ct);
        return exit == 0 && Encoding.UTF8.GetString(output).TrimEnd('\n') is { Length: > 0 } line ? line : null;
    }

    /// <summary>The top of the work tree.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: there is none here.</exception>
    public async Task<string> TopAsync(CancellationToken ct) => await LineAsync(["rev-parse", "--show-toplevel"], ct)
        ?? throw new SecretsKitException(ErrorCode.General, $"{folder} is not in a git work tree") { Hint = "run it in a clone, or 'git init' first" };
}
