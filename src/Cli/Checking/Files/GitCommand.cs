using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>Runs git to list and read files.</summary>
internal sealed class GitCommand(CliHost host)
{
    // Names of a few million files, or the staged content of one commit.
    private const int OutputLimit = 512 * 1024 * 1024;

    /// <summary>The root of the repository of a folder, as the folder's own path begins; null where there is no git or no repository.</summary>
    public async Task<string?> RootAsync(string folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        using var result = await TryRunAsync(folder, ["rev-parse", "--show-cdup"], default, ct);
        if (result is { Succeeded: true })
        {
            return host.Environment.WithWorkingDirectory(folder).CleanPath(System.Text.Encoding.UTF8.GetString(result.Output.Span).TrimEnd('\n'));
        }

        // A repository of another user, or a broken one: without git, ignored files would be taken for its own.
        return result is not null && IsRepository(folder)
            ? throw new SecretsKitException(ErrorCode.ProcessFailed, $"git does not open this repository: {FirstLine(result)}") { Hint = "run 'git status' there to see why" }
            : null;
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

    /// <summary>Runs git, which must succeed.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ProcessFailed"/>.</exception>
    public async Task<ProcessResult> RunAsync(string folder, string[] arguments, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        var result = await TryRunAsync(folder, arguments, input, ct);
        if (result is { Succeeded: true })
        {
            return result;
        }

        using (result)
        {
            throw new SecretsKitException(ErrorCode.ProcessFailed, $"git {arguments[0]} failed: {(result is null ? "it is not there" : FirstLine(result))}") { Hint = "run it by hand to see why" };
        }
    }

    private static string FirstLine(ProcessResult result) => System.Text.Encoding.UTF8.GetString(result.Error.Span).Trim().Split('\n')[0];

    /// <summary>Runs git; null where there is none.</summary>
    public async Task<ProcessResult?> TryRunAsync(string folder, string[] arguments, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        try
        {
            return await new ProcessRunner().RunAsync(
                new ProcessRequest
                {
                    Program = "git",
                    Arguments = arguments,
                    Environment = host.Environment.WithWorkingDirectory(folder),
                    Input = input,
                    OutputLimit = OutputLimit,
                },
                ct);
        }
        catch (ProcessStartException)
        {
            return null;
        }
    }
}
