using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Quickstart;

/// <summary>The change of a file as git shows it, or, where there is no git, line by line.</summary>
internal static class ReviewDiff
{
    /// <summary>The lines of the hunks: those that begin with a sign, a blank or <c>@@</c>.</summary>
    /// <param name="host">PATH; the working directory holds both files.</param>
    /// <param name="before">The name of the file as it was.</param>
    /// <param name="after">The name of the file as it is.</param>
    /// <param name="ct">Ends git.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(CliHost host, string before, string after, CancellationToken ct)
    {
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new ProcessRequest
                {
                    Program = "git",
                    Arguments = ["diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=1", "--", before, after],
                    Environment = host.Environment,
                    InputFrom = StreamRoute.Null,
                },
                ct);
            if (result.ExitCode == 1)
            {
                return [.. Encoding.UTF8.GetString(result.Output.Span)
                    .Split('\n')
                    .SkipWhile(line => !line.StartsWith("@@", StringComparison.Ordinal))
                    .Where(line => line.Length > 0)];
            }
        }
        catch (ProcessStartException)
        {
            return ByLine(host, before, after);
        }

        return ByLine(host, before, after);
    }

    // Both have the same lines, some of them with another value.
    private static List<string> ByLine(CliHost host, string before, string after)
    {
        string[] Read(string name) => File.ReadAllLines(host.Environment.ResolvePath(name));
        return [.. Read(before)
            .Zip(Read(after))
            .Where(pair => pair.First != pair.Second)
            .SelectMany(pair => new[] { "-" + pair.First, "+" + pair.Second })];
    }
}
