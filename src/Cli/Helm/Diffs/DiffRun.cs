using System.Globalization;
using SecretsKit.Charts.Values;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Diffing;
using SecretsKit.Releases.Diffing.Causes;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>
/// The frame of the commands: failures in the plugin's words, which Helm ends with a line of its own, and the report of what was found.
/// </summary>
/// <param name="session">Streams, keys, hints.</param>
/// <param name="flags">The command line.</param>
/// <param name="place">Cluster and records.</param>
internal sealed class DiffRun(HelmSession session, ParsedFlags flags, DeployPlace place)
{
    private const int HasChanges = 2;

    /// <summary>Streams, keys, hints.</summary>
    public HelmSession Session => session;

    /// <summary>The command line.</summary>
    public ParsedFlags Flags => flags;

    /// <summary>Cluster and records.</summary>
    public DeployPlace Place => place;

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code: 2 where changes were found and <c>--detailed-exitcode</c> asks for it.</returns>
    public static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, Func<DiffRun, Task<int>> work)
    {
        if (DeployPlace.Of(session, flags, new() { Strategy = WaitStrategy.HookOnly }) is not { } place)
        {
            return ExitCodes.For(Dialect.Helm, "", ErrorCode.General);
        }

        await using (place)
        {
            try
            {
                var code = await work(new(session, flags, place));
                return code == ExitCodes.Success ? code : Fail(session, code);
            }
            catch (SecretsKitException failure)
            {
                session.Host.Output.Flush();
                session.Host.WriteErrorLine("Error: " + failure.Message);
                if (session.ShowsHints && failure.Hint is { } hint)
                {
                    session.Host.WriteErrorLine($"hint: {hint}");
                }

                return Fail(session, ExitCodes.For(Dialect.Helm, "", ErrorCode.General));
            }
        }
    }

    /// <summary>A failure of arguments.</summary>
    public static SecretsKitException Usage(string message) => new(ErrorCode.Usage, message);

    /// <summary>A revision of a release; the latest for 0. Failures are those of the Helm command that the plugin would run.</summary>
    public async Task<Release> FindAsync(string release, int revision, CancellationToken ct) =>
        await TryFindAsync(release, revision, ct) ?? throw OfHelm("release: not found", null);

    /// <summary>The same, or null for a release that is not there.</summary>
    public async Task<Release?> TryFindAsync(string release, int revision, CancellationToken ct)
    {
        try
        {
            var context = await place.OpenAsync(ct);
            var found = revision > 0
                ? await context.Store.GetAsync(new(release, revision), ct)
                : (await context.Store.LoadHistoryAsync(release, ct)).Last?.Read();

            // Records do not say which values were encrypted: names do.
            foreach (var (_, secret) in found?.Config is { } config ? NamedSecrets.In(config) : [])
            {
                session.Host.Redaction.Add(secret);
            }

            return found;
        }
        catch (SecretsKitException failure)
        {
            var worded = failure.Cause is StorageCause ? ClusterFailures.OfStorage(session, failure) ?? failure : failure;
            throw OfHelm(worded.Message, failure);
        }
    }

    /// <summary>A failure of a Helm command that the plugin would have run, with that command's own report.</summary>
    /// <param name="message">What Helm says.</param>
    /// <param name="inner">The failure below; null for none.</param>
    /// <param name="prefix">What the plugin says before it.</param>
    public static SecretsKitException OfHelm(string message, SecretsKitException? inner, string prefix = "") =>
        new(inner?.Code ?? ErrorCode.General, prefix + "exit status 1: Error: " + message + "\n", inner) { Hint = inner?.Hint };

    /// <summary>How manifests are read.</summary>
    /// <param name="namespace">Of the release.</param>
    public DiffManifest Manifests(string @namespace) => new(@namespace)
    {
        IncludesTests = flags.IsOn(DiffFlags.IncludeTests),
        Normalizes = flags.IsOn(DiffFlags.Normalize),
    };

    /// <summary>Compares and prints.</summary>
    /// <param name="old">The objects as they are.</param>
    /// <param name="now">The objects as they would be.</param>
    /// <param name="causes">Why objects change, by their keys; null where that was not asked.</param>
    /// <returns>The exit code.</returns>
    public int Report(
        IReadOnlyDictionary<string, DiffObject> old,
        IReadOnlyDictionary<string, DiffObject> now,
        IReadOnlyDictionary<string, IReadOnlyList<ChangeCause>>? causes = null)
    {
        if (flags.Text(DiffFlags.Output) == "template" && DiffDocuments.TemplateFile(session) is { } file
            && !File.Exists(session.Host.Environment.ResolvePath(file)))
        {
            session.Host.WriteReport($"open {file}: no such file or directory\n");
            session.Host.Output.Flush();
            var time = session.Host.Clock.GetLocalNow().ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
            session.Host.WriteErrorLine($"{time} Error loading custom template");
            return ExitCodes.For(Dialect.Helm, "", ErrorCode.General);
        }

        var changes = new ManifestDifference(DiffFlags.Options(flags)).Of(old, now);
        new DiffPrinter(session, flags, causes).Print(changes);
        if (changes.Count == 0 || !flags.IsOn(DiffFlags.DetailedExitCode))
        {
            return ExitCodes.Success;
        }

        session.Host.Output.Flush();
        session.Host.WriteErrorLine(
            "Error: identified at least one change, exiting with non-zero exit code (detailed-exitcode parameter enabled)");
        return HasChanges;
    }

    private static int Fail(HelmSession session, int code)
    {
        session.Host.WriteErrorLine("Error: plugin \"diff\" exited with error");
        return code;
    }
}
