using SecretsKit.Cli.Git.Installing;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Doctor;

/// <summary>How git is set up for encrypted files.</summary>
internal static class GitCheckup
{
    private const string Topic = "git";

    /// <summary>Asks git.</summary>
    public static async Task<IReadOnlyList<DoctorFinding>> FindAsync(CliHost host, CancellationToken ct)
    {
        try
        {
            await new GitCommand(host.Environment, host.Environment.WorkingDirectory).TopAsync(ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return [new(Topic, DoctorLevel.Note, failure.Problem)];
        }

        var setup = await GitSetup.OfAsync(host, ct);
        List<DoctorFinding> findings =
        [
            setup.Command is null
                ? new(Topic, DoctorLevel.Note, "diffs and merges are not set up in this clone", "'secretskit git install'")
                : setup.Problem is not null
                ? new(Topic, DoctorLevel.Warning, setup.Problem, "'secretskit git install' sets it up again")
                : new(Topic, DoctorLevel.Ok, DisplayText.Message($"diffs and merges run {setup.Command}")),
        ];
        if (await GitIgnore.CoversAsync(host.Environment, host.Environment.CleanPath("secrets.yaml.dec"), ct) == false)
        {
            findings.Add(new(Topic, DoctorLevel.Warning, "git does not ignore *.dec, where 'dec' writes plaintext", "'secretskit init'"));
        }

        return findings;
    }
}
