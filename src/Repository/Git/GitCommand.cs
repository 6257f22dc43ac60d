using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Repository.Git;

/// <summary>Runs git in a folder. Never with a secret: git sees names of files and ciphertext.</summary>
/// <param name="environment">PATH and variables.</param>
/// <param name="folder">Where git runs; it must be there.</param>
public sealed class GitCommand(HostEnvironment environment, string folder)
{
    // Names of a few million files, or the staged content of one commit.
    private const int OutputLimit = 512 * 1024 * 1024;

    /// <summary>
    /// Whether names of files may be patterns with magic words. Default: names are names. Some commands, as
    /// <c>check-ignore</c>, know patterns alone.
    /// </summary>
    public bool TakesPatterns { get; init; }

    /// <summary>Runs git.</summary>
    /// <returns>Its status and what it printed.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ProcessFailed"/>: git is not installed.</exception>
    public Task<(int Exit, byte[] Output, string Error)> TryAsync(IReadOnlyList<string> arguments, CancellationToken ct) =>
        TryAsync(arguments, default, ct);

    /// <inheritdoc cref="TryAsync(IReadOnlyList{string}, CancellationToken)"/>
    public async Task<(int Exit, byte[] Output, string Error)> TryAsync(
        IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        try
        {
            using var result = await StartAsync(arguments, input, ct);
            return (
                result.Signal is null ? result.ExitCode : -1, result.Output.ToArray(), Encoding.UTF8.GetString(result.Error.Span).Trim());
        }
        catch (ProcessStartException failure)
        {
            throw new SecretsKitException(ErrorCode.ProcessFailed, $"git cannot be run: {failure.Message}", failure)
            {
                Hint = "install git, or put it on the PATH",
            };
        }
    }

    /// <summary>Runs git, which must succeed.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ProcessFailed"/>.</exception>
    public Task<byte[]> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct) => RunAsync(arguments, default, ct);

    /// <inheritdoc cref="RunAsync(IReadOnlyList{string}, CancellationToken)"/>
    public async Task<byte[]> RunAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        var (exit, output, error) = await TryAsync(arguments, input, ct);
        return exit == 0 ? output
            : throw new SecretsKitException(
                ErrorCode.ProcessFailed, $"git {arguments[0]} failed: {(error.Length > 0 ? error : $"exit status {exit}")}");
    }

    /// <summary>One line that git prints, or null if it fails or prints nothing.</summary>
    public async Task<string?> LineAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var (exit, output, _) = await TryAsync(arguments, ct);
        return exit == 0 && Encoding.UTF8.GetString(output).TrimEnd('\n') is { Length: > 0 } line ? line : null;
    }

    /// <summary>The top of the work tree, with links resolved.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: there is none here.</exception>
    public async Task<string> TopAsync(CancellationToken ct) => await LineAsync(["rev-parse", "--show-toplevel"], ct)
        ?? throw new SecretsKitException(ErrorCode.General, $"{folder} is not in a git work tree")
        {
            Hint = "run it in a clone, or 'git init' first",
        };

    /// <summary>The top of the work tree as the folder's own path begins; null where there is no git or no repository.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ProcessFailed"/>: git does not open the repository.</exception>
    public async Task<string?> RootAsync(CancellationToken ct)
    {
        try
        {
            using var result = await StartAsync(["rev-parse", "--show-cdup"], default, ct);
            if (result.Succeeded)
            {
                return environment.WithWorkingDirectory(folder).CleanPath(Encoding.UTF8.GetString(result.Output.Span).TrimEnd('\n'));
            }

            // A repository of another user, or a broken one: without git, ignored files would be taken for its own.
            var message = Encoding.UTF8.GetString(result.Error.Span).Trim().Split('\n')[0];
            return IsRepository(folder)
                ? throw new SecretsKitException(ErrorCode.ProcessFailed, $"git does not open this repository: {message}")
                {
                    Hint = "run 'git status' there to see why",
                }
                : null;
        }
        catch (ProcessStartException)
        {
            return null;
        }
    }

    /// <summary>Whether git ignores a file of this folder, which need not exist; null where there is no git or no repository.</summary>
    /// <param name="name">Without a folder.</param>
    /// <param name="ct">Ends git.</param>
    public async Task<bool?> IgnoresAsync(string name, CancellationToken ct)
    {
        try
        {
            // The prefix keeps a colon from being magic.
            using var result = await StartAsync(["check-ignore", "--quiet", "--", "./" + name], default, ct);
            return result.ExitCode switch
            {
                0 => true,
                1 => false,
                _ => null,
            };
        }
        catch (ProcessStartException)
        {
            return null;
        }
    }

    /// <summary>Whether a folder belongs to a repository, by the look of it.</summary>
    public static bool IsRepository(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var git = Path.Combine(at, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return true;
            }
        }

        return false;
    }

    private ValueTask<ProcessResult> StartAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken ct) =>
        new ProcessRunner().RunAsync(
        new ProcessRequest
        {
            Program = "git",
            Arguments = arguments,
            Environment = environment.WithWorkingDirectory(folder)
                .WithVariables([new("GIT_LITERAL_PATHSPECS", TakesPatterns ? "0" : "1")]),
            InputFrom = input.IsEmpty ? StreamRoute.Null : StreamRoute.Pipe,
            Input = input,
            OutputLimit = OutputLimit,
        },
        ct);
}
