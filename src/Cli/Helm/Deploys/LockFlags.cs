using System.Globalization;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Releases.Locking;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>
/// The flag that locks a release while it is changed. Helm has none, so nothing is locked unless that is asked for: a Lease is a write that
/// users of Helm do not expect.
/// </summary>
internal static class LockFlags
{
    private const string Bare = "default";

    private const int MaxWord = 60;

    public static readonly Flag Lock = new(
        FlagKind.OptionalText, "lock", "Locks the release by a Lease, and waits so long for another deployer: --lock=10m. Default 5m.")
    {
        Implied = Bare,
        Variable = "SECRETSKIT_LOCK",
    };

    // What names a run of a pipeline, the most telling first.
    private static readonly string[] JobVariables = ["CI_JOB_URL", "BUILD_URL", "GITHUB_RUN_ID", "CI_JOB_ID", "BUILD_ID"];

    /// <summary>What the flag says; null where nothing is locked.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: the value is no time.</exception>
    public static LockOptions? Read(HelmSession session, ParsedFlags flags)
    {
        var value = flags.Text(Lock);
        if (value is "" or "false" || DeployFlags.DryRun(flags) != DryRunMode.None)
        {
            return null;
        }

        return new()
        {
            Holder = Holder(session, flags),
            Patience = Patience(value),
            Waiting = holder => session.Host.WriteErrorLine($"waiting: the release is being changed by {holder}"),
        };
    }

    private static TimeSpan Patience(string value) => value is Bare or "true" or "1" ? TimeSpan.FromMinutes(5)
        : GoDuration.TryParse(value, out var duration) && duration >= TimeSpan.Zero
            ? duration
            : throw new SecretsKitException(ErrorCode.Usage, $"--lock takes a time, not \"{value}\"")
            {
                Hint = "write --lock for five minutes, or a time like --lock=30s or --lock=10m",
            };

    // For people to read: ownership itself is decided by the state of the Lease.
    private static string Holder(HelmSession session, ParsedFlags flags)
    {
        var environment = session.Host.Environment;
        var user = Word(environment.Variable("USER") ?? environment.Variable("LOGNAME") ?? "");
        var job = JobVariables.Select(name => environment.Variable(name)).FirstOrDefault(text => text is { Length: > 0 });
        var place = $"{(user.Length > 0 ? user + "@" : "")}{Word(System.Environment.MachineName)}";
        var process = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return job is null ? $"{place} (process {process})" : $"{place} (job {Word(job)}, process {process})";
    }

    // What others read in their terminals.
    private static string Word(string text) =>
        new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or ':' or '/').Take(MaxWord)]);
}
