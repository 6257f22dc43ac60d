using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Waiting;
using WaitingStrategy = SecretsKit.Releases.Waiting.WaitStrategy;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>The flags that ask to wait for objects, or to undo what failed (spec helm.md 13).</summary>
internal static class WaitFlags
{
    public static readonly Flag Wait = new(FlagKind.Switch, "wait", "Waits until the objects are ready.");
    public static readonly Flag WaitStrategy = new(
        FlagKind.OptionalText, "wait", "Waits until the objects are ready: watcher, legacy or hookOnly.")
    {
        Implied = "watcher",
        Values = ["watcher", "legacy", "hookOnly"],
    };

    public static readonly Flag WaitForJobs = new(FlagKind.Switch, "wait-for-jobs", "With --wait, waits for jobs, too.");
    public static readonly Flag Timeout = new(FlagKind.Duration, "timeout", "How long to wait.") { Default = "5m0s" };
    public static readonly Flag Atomic = new(FlagKind.Switch, "atomic", "Undoes what failed.");
    public static readonly Flag RollbackOnFailure = new(FlagKind.Switch, "rollback-on-failure", "Undoes what failed.");

    /// <summary>Those of a generation.</summary>
    public static IReadOnlyList<Flag> Of(HelmGeneration generation) => generation == HelmGeneration.V4
        ? [WaitStrategy, WaitForJobs, Timeout, Atomic, RollbackOnFailure]
        : [Wait, WaitForJobs, Timeout, Atomic];

    /// <summary>Those of <c>rollback</c>.</summary>
    public static IReadOnlyList<Flag> OfRollback(HelmGeneration generation) =>
        [generation == HelmGeneration.V4 ? WaitStrategy : Wait, WaitForJobs, Timeout];

    /// <summary>Those of <c>uninstall</c>.</summary>
    public static IReadOnlyList<Flag> OfUninstall(HelmGeneration generation) =>
        [generation == HelmGeneration.V4 ? WaitStrategy : Wait, Timeout];

    /// <summary>How objects and hooks are waited for.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: a value is none that Helm knows.</exception>
    public static WaitOptions Read(HelmSession session, ParsedFlags flags)
    {
        var strategy = session.Generation == HelmGeneration.V4 ? Strategy(session, flags)
            : flags.IsOn(Wait) ? WaitingStrategy.Legacy
            : WaitingStrategy.HookOnly;
        if (strategy == WaitingStrategy.HookOnly && Reversal(flags) == FailureReversal.Undo)
        {
            strategy = session.Generation == HelmGeneration.V4 ? WaitingStrategy.Watcher : WaitingStrategy.Legacy;
        }

        return new()
        {
            Strategy = strategy,
            Jobs = flags.IsOn(WaitForJobs) ? JobWait.UntilComplete : JobWait.UntilStarted,
            Timeout = Duration(flags.Text(Timeout)),
        };
    }

    /// <summary>What becomes of a release whose operation fails.</summary>
    public static FailureReversal Reversal(ParsedFlags flags) =>
        flags.IsOn(Atomic) || flags.IsOn(RollbackOnFailure) ? FailureReversal.Undo : FailureReversal.None;

    // The grammar of flags has read it before.
    private static TimeSpan Duration(string text) =>
        GoDuration.TryParse(text, out var duration) ? duration : default;

    private static WaitingStrategy Strategy(HelmSession session, ParsedFlags flags)
    {
        var value = flags.Text(WaitStrategy);
        if (value is "true" or "false")
        {
            var meant = value == "true" ? "watcher" : "hookOnly";
            session.Log.Write(
                new(NoticeLevel.Warn, $"--wait={value} is deprecated (boolean value) and can be replaced with --wait={meant}"));
            value = meant;
        }

        return value switch
        {
            "" or "hookOnly" => WaitingStrategy.HookOnly,
            "watcher" => WaitingStrategy.Watcher,
            "legacy" => WaitingStrategy.Legacy,
            _ => throw new SecretsKitException(
                ErrorCode.Usage,
                $"invalid argument {GoQuote.Format(value)} for \"--wait\" flag: invalid wait input {GoQuote.Format(value)}. "
                + "Valid inputs are watcher, hookOnly, and legacy"),
        };
    }
}
