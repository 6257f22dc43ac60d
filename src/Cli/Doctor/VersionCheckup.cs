using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Doctor;

/// <summary>Versions of this program, and of the programs that it runs.</summary>
internal static class VersionCheckup
{
    private const string Topic = "versions";

    /// <summary>Asks the programs.</summary>
    public static async Task<IReadOnlyList<DoctorFinding>> FindAsync(CliHost host, CancellationToken ct)
    {
        var gpg = host.Environment.Variable("SOPS_GPG_EXEC") is { Length: > 0 } named ? named : "gpg";
        List<DoctorFinding> findings =
        [
            new(Topic, DoctorLevel.Ok, DisplayText.Message($"secretskit {ProductVersion.Text}, {host.ProgramPath ?? "path unknown"}")),
            new(Topic, DoctorLevel.Ok, $"writes files as sops {DocumentMetadata.CompatibleVersion} does"),
            await OfAsync(host, "git", "diffs, merges and check need it", ct),
            await OfAsync(host, gpg, "PGP keys need it", ct),
        ];
        findings.AddRange(Plugins(host).Select(
            plugin => new DoctorFinding(Topic, DoctorLevel.Ok, DisplayText.Message($"age plugin {plugin}"))));
        return findings;
    }

    private static async Task<DoctorFinding> OfAsync(CliHost host, string program, string use, CancellationToken ct)
    {
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new ProcessRequest { Program = program, Arguments = ["--version"], Environment = host.Environment }, ct);
            var line = System.Text.Encoding.UTF8.GetString(result.Output.Span).Split('\n')[0].Trim();
            return result.Succeeded
                ? new(Topic, DoctorLevel.Ok, DisplayText.Field(line))
                : new(Topic, DoctorLevel.Warning, DisplayText.Message($"{program} --version failed: {result.Describe()}"));
        }
        catch (Exception failure) when (failure is ProcessStartException or SecretsKitException { Code: ErrorCode.LimitExceeded })
        {
            return new(Topic, DoctorLevel.Note, DisplayText.Message($"{program} is not installed; {use}"));
        }
    }

    private static IEnumerable<string> Plugins(CliHost host) => (host.Environment.Variable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => Path.IsPathFullyQualified(folder) && Directory.Exists(folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "age-plugin-*"))
        .Distinct(StringComparer.Ordinal);
}
