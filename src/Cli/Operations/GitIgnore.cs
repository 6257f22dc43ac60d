using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Operations;

/// <summary>Asks git whether a file can be committed by accident.</summary>
internal static class GitIgnore
{
    /// <summary>Whether git ignores a file; null where there is no git, or no repository.</summary>
    /// <param name="host">PATH and variables.</param>
    /// <param name="path">An absolute path; the file need not exist.</param>
    /// <param name="ct">Ends git.</param>
    public static async Task<bool?> CoversAsync(CliHost host, string path, CancellationToken ct)
    {
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new ProcessRequest
                {
                    Program = "git",
                    Arguments = ["check-ignore", "--quiet", "--", Path.GetFileName(path)],
                    Environment = host.Environment.WithWorkingDirectory(Path.GetDirectoryName(path)!),
                    InputFrom = StreamRoute.Null,
                },
                ct);
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
}
