using System.Text;
using SecretsKit.Cli.Helm.Waiting;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Rules;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Cli.Helm.Waiting;

/// <summary>What a person sees of a wait.</summary>
public sealed class WaitViewTests
{
    private static readonly ResourceRef Web = new("apps/v1", "Deployment", "prod", "web");
    private static readonly ResourceRef Setup = new("batch/v1", "Job", "prod", "setup");
    private static readonly ObjectReadiness Waits = new(Web, Readiness.Waits(ReadinessCause.Available, 1, 2), IsDone: false);
    private static readonly ObjectReadiness IsReady = new(Web, Readiness.Ready, IsDone: true);
    private static readonly ObjectReadiness Fails = new(Setup, Readiness.Fails(ReadinessCause.JobFailed, 1, 1), IsDone: false);
    private static readonly PodProblem Loop =
        new(PodProblemKind.CrashLoop, new ResourceRef("v1", "Pod", "prod", "web-1"), "main", "Error (exit code 3)") { Restarts = 4 };

    [Fact]
    public void A_table_has_failures_first_and_what_is_wrong_with_pods()
    {
        var snapshot = Snapshot(Waits with { Problems = [Loop] }, Fails, IsReady);
        Assert.Equal(
            [
                "waiting for 2 of 3 objects to be ready, 1m30s of 5m",
                "  Job/setup       failed: Job Failed. failed: 1/1",
                "  Deployment/web  waiting: Available: 1/2",
                "    web-1, container main: the container ends again and again, 4 restarts: Error (exit code 3)",
            ],
            WaitTable.Lines(snapshot, TimeSpan.FromSeconds(90)));
    }

    [Fact]
    public void A_table_fits_a_small_terminal()
    {
        var items = Enumerable.Range(0, 40).Select(at => new ObjectReadiness(Web with { Name = $"w{at}" }, Readiness.Unknown, false));
        var lines = WaitTable.Lines(Snapshot([.. items]), TimeSpan.Zero);
        Assert.Equal(WaitTable.MaxRows + 1, lines.Count);
        Assert.Equal(("waiting for 40 of 40 objects to be ready, 0s of 5m", "  ... and 29 more lines"), (lines[0], lines[^1]));
    }

    [Theory]
    [InlineData(WaitGoal.Ready, ReadinessState.Unknown, ReadinessCause.NotReadable, "Deployment/web: may not be read")]
    [InlineData(WaitGoal.Ready, ReadinessState.Unknown, ReadinessCause.None, "Deployment/web: not read yet")]
    [InlineData(WaitGoal.Ready, ReadinessState.NotFound, ReadinessCause.Missing, "Deployment/web: not found")]
    [InlineData(WaitGoal.Deleted, ReadinessState.Terminating, ReadinessCause.Deleting, "Deployment/web: being deleted")]
    [InlineData(WaitGoal.Deleted, ReadinessState.Ready, ReadinessCause.None, "Deployment/web: not deleted yet")]
    [InlineData(WaitGoal.Completed, ReadinessState.InProgress, ReadinessCause.JobRunning, "Deployment/web: waiting: Job in progress")]
    public void States_are_named_by_what_is_waited_for(WaitGoal goal, ReadinessState state, ReadinessCause cause, string expected) =>
        Assert.Equal(expected, WaitTable.Line(new ObjectReadiness(Web, new(state, cause), IsDone: false), goal));

    [Fact]
    public void A_terminal_shows_the_table_after_a_second_and_clears_it_in_the_end()
    {
        var clock = new FakeClock();
        var shown = Written(new(true, false, 60) { MovesCursor = true }, clock, view =>
        {
            view!.Report(Snapshot(Waits));
            clock.Advance(TimeSpan.FromSeconds(1));
            view.Report(Snapshot(IsReady) with { IsLast = true });
            clock.Advance(TimeSpan.FromSeconds(9));
        });
        Assert.Equal(
            "waiting for 1 of 1 objects to be ready, 1s of 5m\n  Deployment/web  waiting: Available: 1/2"
            + $"\r{new string(' ', 41)}\r\e[A\e[K",
            shown);
    }

    [Fact]
    public void A_wait_that_ends_within_a_second_shows_nothing()
    {
        var clock = new FakeClock();
        Assert.Empty(Written(new(true, true, 60), clock, view =>
        {
            view!.Report(Snapshot(Waits));
            view.Report(Snapshot(IsReady) with { IsLast = true });
        }));
    }

    [Fact]
    public void The_time_goes_on_while_nothing_changes()
    {
        var clock = new FakeClock();
        var shown = Written(new(true, false, 60), clock, view =>
        {
            view!.Report(Snapshot(Waits));
            clock.Advance(TimeSpan.FromSeconds(2));
        });
        Assert.Contains(" 1s of 5m", shown, StringComparison.Ordinal);
        Assert.Contains(" 2s of 5m", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_shown_nothing_unless_asked()
    {
        using var redaction = new RedactionScope();
        var terminal = new TerminalOutput(Stream.Null, TerminalFeatures.None, Stream.Null, TerminalFeatures.None, redaction);
        Assert.Null(WaitView.Open(terminal, new FakeClock(), WaitViewMode.TerminalOnly, LogFolding.None));
    }

    [Fact]
    public void A_pipe_that_asks_gets_a_line_for_each_change_and_logs_once_without_secrets()
    {
        var logged = Loop with { Log = new("no password for hunter2-of-the-view\nbye\n"u8.ToArray()) };
        var shown = Written(TerminalFeatures.None, new FakeClock(), view =>
        {
            view!.Report(Snapshot(Waits));
            view.Report(Snapshot(Waits));
            view.Report(Snapshot(Waits with { Problems = [logged] }));
            view.Report(Snapshot(Waits with { Problems = [logged] }));
            view.Report(Snapshot(IsReady) with { IsLast = true });
        });
        const string Problem = "web-1, container main: the container ends again and again, 4 restarts: Error (exit code 3)";
        Assert.Equal(
            $"""
            Deployment/web: waiting: Available: 1/2
            Deployment/web: waiting: Available: 1/2
              {Problem}
            last lines of {Problem}
              no password for [REDACTED]
              bye
            Deployment/web: ready
            1 of 1 objects ready after 0s

            """,
            shown);
    }

    [Fact]
    public void A_summary_has_a_line_for_each_object_that_is_not_ready()
    {
        var snapshot = Snapshot(Waits with { Problems = [Loop] }, Fails, IsReady) with { Elapsed = TimeSpan.FromMinutes(5) };
        Assert.Equal(
            [
                "1 of 3 objects ready after 5m",
                "  Job/setup  failed: Job Failed. failed: 1/1",
                "  Deployment/web  waiting: Available: 1/2",
                "    web-1, container main: the container ends again and again, 4 restarts: Error (exit code 3)",
            ],
            WaitTable.Summary(snapshot));
    }

    [Theory]
    [InlineData(LogFolding.None, "web-1/main: one\nweb-1/main: [REDACTED]\nweb-1/main:  ::add-mask::x\n")]
    [InlineData(LogFolding.GitHub, "::group::log of web-1/main\n  one\n  [REDACTED]\n   \\x3a:add-mask::x\n::endgroup::\n")]
    [InlineData(LogFolding.Azure, "##[group]log of web-1/main\n  one\n  [REDACTED]\n   \\x3a:add-mask::x\n##[endgroup]\n")]
    [InlineData(
        LogFolding.GitLab,
        "\e[0Ksection_start:1780315200:secretskit_1[collapsed=true]\r\e[0Klog of web-1/main\n  one\n  [REDACTED]\n   \\x3a:add-mask::x\n"
        + "\e[0Ksection_end:1780315200:secretskit_1\r\e[0K\n")]
    public void Logs_come_line_by_line_or_as_one_group(LogFolding folding, string expected)
    {
        var shown = Written(
            TerminalFeatures.None,
            new FakeClock(),
            view =>
            {
                view!.Trail!.Print(new("web-1", "main", "one\n"u8.ToArray(), isEnd: false));
                view.Trail.Print(new("web-1", "main", "hunter2-of-the-view\n ::add-mask::x\n"u8.ToArray(), isEnd: false));
                view.Trail.Print(new("web-1", "main", default, isEnd: true));
            },
            folding);
        Assert.Equal(expected, shown);
    }

    [Fact]
    public void What_a_container_has_said_is_shown_when_the_wait_ends()
    {
        var shown = Written(
            TerminalFeatures.None,
            new FakeClock(),
            view =>
            {
                view!.Trail!.Print(new("web-1", "main", "one\n"u8.ToArray(), isEnd: false));
                view.Report(Snapshot(IsReady) with { IsLast = true });
            },
            LogFolding.GitHub);
        Assert.Equal(
            "Deployment/web: ready\n::group::log of web-1/main\n  one\n::endgroup::\n1 of 1 objects ready after 0s\n", shown);
    }

    [Fact]
    public void Warnings_are_lines()
    {
        var shown = Written(TerminalFeatures.None, new FakeClock(), view => view!.Trail!.Warn(
            new(new("v1", "Pod", "prod", "web-1"), "FailedMount", "secret \"x\" not found", 3, DateTimeOffset.UnixEpoch)));
        Assert.Equal("warning: Pod/web-1: FailedMount (3 times): secret \"x\" not found\n", shown);
    }

    private static WaitSnapshot Snapshot(params ObjectReadiness[] items) =>
        new(WaitGoal.Ready, items, TimeSpan.Zero, TimeSpan.FromMinutes(5));

    private static string Written(
        TerminalFeatures features, FakeClock clock, Action<WaitView?> act, LogFolding folding = LogFolding.None)
    {
        using var error = new MemoryStream();
        using var redaction = new RedactionScope();
        redaction.Add("hunter2-of-the-view"u8);
        var mode = features.IsTerminal ? WaitViewMode.TerminalOnly : WaitViewMode.Always;
        using (var view = WaitView.Open(new(Stream.Null, features, error, features, redaction), clock, mode, folding))
        {
            act(view);
        }

        return Encoding.UTF8.GetString(error.ToArray());
    }
}
