using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary><c>helm test</c>: runs the tests of a release (spec helm.md 14).</summary>
internal static class TestCommand
{
    private static readonly Flag Filter = new(FlagKind.CommaList, "filter", "Which tests: name=NAME or !name=NAME.");
    private static readonly Flag Logs = new(FlagKind.Switch, "logs", "Prints what the pods of the tests printed.");
    private static readonly Flag HideNotes = new(FlagKind.Switch, "hide-notes", "Leaves out the notes.");

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("test", "[RELEASE] [flags]", "Runs the tests of a release.")
    {
        Flags = _ => HelmFlags.With([Filter, Logs, HideNotes, WaitFlags.Timeout, TrackFlags.Track]),
        Arguments = ArgumentRule.Exactly(1),
        UsesCluster = true,
        Run = RunAsync,
    };

    private static Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct) => DeployRun.RunAsync(
        session,
        flags,
        () => "",
        async place =>
        {
            var name = flags.Arguments[0];
            var context = await place.OpenAsync(ct);
            ReleaseLookup.RequireName(name, "releaseTest: Release name is invalid");
            var operation = new TestOperation(context, TestFilter.Parse(flags.List(Filter)).Selects);
            var outcome = await operation.RunAsync(name, ct);
            Print(session, flags, outcome);
            var failure = flags.IsOn(Logs) ? await PrintLogsAsync(session, operation, outcome, ct) : outcome.Failure;
            await operation.CleanUpAsync(ct);
            return failure is null ? ExitCodes.Success : throw failure;
        });

    private static void Print(HelmSession session, ParsedFlags flags, TestOutcome outcome)
    {
        ReleaseText.WriteHead(
            session, outcome.Release, session.Generation == HelmGeneration.V4 ? HeadParts.Description : HeadParts.None);
        ReleaseText.WriteTests(session, outcome.Release);
        if (!flags.IsOn(HideNotes))
        {
            ReleaseText.WriteNotes(session, outcome.Release);
        }
    }

    // What failed at last: Helm 3 shows that alone, Helm 4 both.
    private static async Task<SecretsKitException?> PrintLogsAsync(
        HelmSession session, TestOperation operation, TestOutcome outcome, CancellationToken ct)
    {
        session.Host.WriteReport("\n");
        try
        {
            foreach (var test in outcome.Tests)
            {
                foreach (var output in await operation.ReadOutputAsync(test, ct))
                {
                    session.Host.WriteReport($"POD LOGS: {Name(output)}\n{Encoding.UTF8.GetString(output.Text.Span)}\n");
                }
            }

            return outcome.Failure;
        }
        catch (SecretsKitException failure)
        {
            return outcome.Failure is null || session.Generation == HelmGeneration.V3
                ? failure
                : new SecretsKitException(outcome.Failure.Code, $"{outcome.Failure.Message}\n{failure.Message}", outcome.Failure)
                {
                    Cause = outcome.Failure.Cause,
                    Hint = outcome.Failure.Hint,
                };
        }
    }

    private static string Name(ContainerOutput output) =>
        output.Container.Length == 0 ? output.Pod : $"{output.Pod} ({output.Container})";
}
