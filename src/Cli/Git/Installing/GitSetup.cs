using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>How git is set up for a folder.</summary>
/// <param name="Command">The program that it runs, absolute; null where it is not set up.</param>
/// <param name="Problem">What is wrong with that, in a clause; null if nothing is.</param>
internal sealed record GitSetup(string? Command, string? Problem)
{
    /// <summary>Looks.</summary>
    /// <param name="host">Where, and which program this is.</param>
    /// <param name="ct">Ends git.</param>
    public static async Task<GitSetup> OfAsync(CliHost host, CancellationToken ct)
    {
        string? program;
        try
        {
            program = await GitSettings.ProgramAsync(new GitCommand(host.Environment, host.Environment.WorkingDirectory), ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new(null, failure.Problem);
        }

        return program is null ? new(null, null)
            : !File.Exists(host.Environment.ResolvePath(program))
                ? new(program, DisplayText.Message($"git is set up to run {program}, which is not there; it runs the one on PATH, if any"))
            : host.ProgramPath is { } own && own != program
                ? new(program, DisplayText.Message($"git is set up to run {program}, and this is {own}"))
            : new(program, null);
    }
}
