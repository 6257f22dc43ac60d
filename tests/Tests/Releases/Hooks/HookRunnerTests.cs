using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;

namespace SecretsKit.Tests.Releases.Hooks;

/// <summary>The order of what a run of hooks does, and what becomes of failures.</summary>
public sealed class HookRunnerTests
{
    private const string Succeeded = "hook-succeeded";
    private const string Both = "before-hook-creation,hook-succeeded";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_those_of_the_event_by_weight_then_by_name()
    {
        using var bench = new HookBench(_ => null);
        var runner = bench.Runner(
            HelmGeneration.V4,
            HookBench.Hook("z", 5),
            HookBench.Hook("a", 5, events: "post-upgrade,pre-install"),
            HookBench.Hook("other", 0, events: "post-install"),
            HookBench.Hook("m", -3));
        Assert.Null(await runner.RunAsync(HookEvent.PreInstall, Ct));
        Assert.Equal(
            [
                "DELETE m", "record z:None a:None other:None m:Running", "POST m",
                "DELETE a", "record z:None a:Running other:None m:Succeeded", "POST a",
                "DELETE z", "record z:Running a:Succeeded other:None m:Succeeded", "POST z",
            ],
            bench.Steps);
        Assert.Equal(new HookRun(HookPhase.Succeeded, new Timestamp(4, 0, 0), new Timestamp(5, 0, 0)), runner.Release.Hooks[0].LastRun);
    }

    [Theory]
    [InlineData("", "before-hook-creation", true)]
    [InlineData("before-hook-creation", "before-hook-creation", true)]
    [InlineData("whenever", "whenever", false)]
    public async Task The_default_policy_is_recorded_where_none_is_named(string policies, string recorded, bool isDeleted)
    {
        using var bench = new HookBench(_ => null);
        var runner = bench.Runner(HelmGeneration.V4, HookBench.Hook("a", policies: policies));
        Assert.Null(await runner.RunAsync(HookEvent.PreInstall, Ct));
        Assert.Equal(isDeleted, bench.Steps.Contains("DELETE a"));
        Assert.Equal([recorded], runner.Release.Hooks[0].DeletePolicies);
    }

    [Fact]
    public async Task Those_that_succeeded_are_deleted_in_the_end_the_last_first_but_never_definitions()
    {
        using var bench = new HookBench(_ => null);
        var runner = bench.Runner(
            HelmGeneration.V3,
            HookBench.Hook("a", policies: Succeeded),
            HookBench.Hook("b", policies: Succeeded),
            HookBench.Hook("c", kind: "CustomResourceDefinition", policies: Both));
        Assert.Null(await runner.RunAsync(HookEvent.PreInstall, Ct));
        Assert.Equal(
            ["POST a", "POST b", "POST c", "DELETE b", "DELETE a"], bench.Requests);
    }

    [Fact]
    public async Task Cleaning_up_can_wait()
    {
        using var bench = new HookBench(_ => null);
        var runner = bench.Runner(HelmGeneration.V4, HookBench.Hook("a", events: "test", policies: Succeeded));
        Assert.Null(await runner.RunOnlyAsync(HookEvent.Test, Ct));
        Assert.DoesNotContain("DELETE a", bench.Steps);
        Assert.Null(await runner.CleanUpAsync(Ct));
        Assert.Null(await runner.CleanUpAsync(Ct));
        Assert.Single(bench.Steps, "DELETE a");
    }

    [Fact]
    public async Task One_that_cannot_be_made_ends_the_run_and_leaves_the_others()
    {
        using var bench = new HookBench(step => step == "POST b" ? ScriptedApi.Refusal(409, "AlreadyExists", "there is one") : null);
        var runner = bench.Runner(
            HelmGeneration.V4, HookBench.Hook("a", policies: Succeeded), HookBench.Hook("b", policies: Succeeded), HookBench.Hook("c"));
        var cause = await runner.RunAsync(HookEvent.PreInstall, Ct);
        Assert.Equal(
            (HookFault.NotCreated, "ConfigMap b", "warning: Hook pre-install c/templates/b.yaml failed: there is one"),
            (cause?.Fault, cause?.Hook, cause?.Message));
        Assert.StartsWith("delete the object of the hook", cause!.ToException().Hint);
        Assert.Equal(
            [HookPhase.Succeeded, HookPhase.Failed, HookPhase.None], runner.Release.Hooks.Select(hook => hook.LastRun.Phase));
        Assert.DoesNotContain(bench.Steps, step => step.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HelmGeneration.V3, "1 error occurred:\n\t* pod b failed\n\n")]
    [InlineData(HelmGeneration.V4, "resource Pod/ns/b not ready. status: Failed, message: pod b failed")]
    public async Task One_that_fails_is_deleted_if_it_asks_for_that_and_earlier_ones_as_after_a_success(
        HelmGeneration generation, string message)
    {
        using var bench = new HookBench(FailedPod);
        var runner = bench.Runner(
            generation,
            HookBench.Hook("a", 0, policies: Succeeded, logs: Succeeded),
            HookBench.Hook("b", 1, "Pod", policies: "hook-failed"),
            HookBench.Hook("c", 2));
        var cause = await runner.RunAsync(HookEvent.PreInstall, Ct);
        Assert.Equal((HookFault.NotCompleted, message), (cause?.Fault, cause?.Message));
        Assert.Equal(["POST a", "POST b", "DELETE b", "DELETE a"], bench.Requests);
        Assert.Equal(
            [HookPhase.Succeeded, HookPhase.Failed, HookPhase.None], runner.Release.Hooks.Select(hook => hook.LastRun.Phase));
    }

    [Theory]
    [InlineData(HelmGeneration.V3, HookFault.NotDeleted, "no right")]
    [InlineData(HelmGeneration.V4, HookFault.NotCompleted, "resource Pod/ns/b not ready. status: Failed, message: pod b failed")]
    public async Task A_failed_one_that_cannot_be_deleted_is_the_failure_of_helm_3_and_a_notice_of_helm_4(
        HelmGeneration generation, HookFault fault, string message)
    {
        using var bench = new HookBench(
            step => step == "DELETE b" ? ScriptedApi.Refusal(403, "Forbidden", "no right") : FailedPod(step));
        var runner = bench.Runner(generation, HookBench.Hook("b", 1, "Pod", policies: "hook-failed"));
        var cause = await runner.RunAsync(HookEvent.PreInstall, Ct);
        Assert.Equal((fault, message), (cause?.Fault, cause?.Message));
        Assert.Equal(
            generation == HelmGeneration.V4, bench.Steps.Contains("Info: error deleting the hook resource on hook failure: no right"));
    }

    [Theory]
    [InlineData("hook-failed", false)]
    [InlineData("hook-succeeded,hook-failed", true)]
    public async Task Logs_are_passed_on_where_a_hook_asks_for_them(string policy, bool isWritten)
    {
        using var bench = new HookBench(step => step switch
        {
            "GET pods" => ServedAnswer.Kept(
                """{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"b","namespace":"ns"},"""
                + """ "spec":{"containers":[{"name":"x"},{"name":"y"}]},"status":{"phase":"Succeeded"}}]}"""),
            "GET log" => ServedAnswer.Kept("line 1\nline 2"),
            _ => null,
        });
        var runner = bench.Runner(HelmGeneration.V4, HookBench.Hook("b", 1, "Pod", policies: Succeeded, logs: policy));
        Assert.Null(await runner.RunAsync(HookEvent.PreInstall, Ct));
        Assert.Equal(
            isWritten
                ? ["record b:Running", "POST b", "b/x printed line 1\nline 2", "b/y printed line 1\nline 2", "DELETE b"]
                : (string[])["record b:Running", "POST b", "DELETE b"],
            bench.Steps);
    }

    [Theory]
    [InlineData(HelmGeneration.V3, "Failed")]
    [InlineData(HelmGeneration.V4, "failed")]
    public async Task Logs_that_cannot_be_read_are_a_notice(HelmGeneration generation, string verb)
    {
        using var bench = new HookBench(step => step == "GET log" ? ScriptedApi.Refusal(500, "InternalError", "no node") : FailedPod(step));
        var runner = bench.Runner(generation, HookBench.Hook("b", 1, "Pod", policies: Succeeded, logs: "hook-failed"));
        Assert.Equal(HookFault.NotCompleted, (await runner.RunAsync(HookEvent.PreInstall, Ct))?.Fault);
        Assert.Contains(
            $"Info: error outputting logs for hook failure: {verb} to stream pod logs for pod: b, container: x", bench.Steps);
    }

    [Fact]
    public async Task One_whose_earlier_object_cannot_be_deleted_does_not_run()
    {
        using var bench = new HookBench(step => step == "DELETE a" ? ScriptedApi.Refusal(403, "Forbidden", "no right") : null);
        var cause = await bench.Runner(HelmGeneration.V4, HookBench.Hook("a")).RunAsync(HookEvent.PreInstall, Ct);
        Assert.Equal((HookFault.NotDeleted, "no right"), (cause?.Fault, cause?.Message));
        Assert.Equal(["DELETE a"], bench.Steps);
    }

    [Fact]
    public async Task A_manifest_without_an_object_does_not_run()
    {
        using var bench = new HookBench(_ => null);
        var hook = HookBench.Hook("a", kind: "", policies: Succeeded);
        var cause = await bench.Runner(HelmGeneration.V4, hook).RunAsync(HookEvent.PreInstall, Ct);
        Assert.Equal(HookFault.NotRead, cause?.Fault);
        Assert.StartsWith("unable to build kubernetes object for pre-install hook c/templates/a.yaml: ", cause?.Message);
        Assert.Empty(bench.Steps);
    }

    [Fact]
    public async Task A_signal_leaves_a_release_whose_hook_is_in_an_unknown_state()
    {
        using var signal = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var bench = new HookBench(step =>
        {
            if (step == "GET pods")
            {
                signal.Cancel();
            }

            return null;
        });
        var runner = bench.Runner(HelmGeneration.V4, HookBench.Hook("b", 1, "Pod", policies: Succeeded));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync(HookEvent.PreInstall, signal.Token));
        Assert.Equal(new HookRun(HookPhase.Unknown, new Timestamp(0, 0, 0)), runner.Release.Hooks[0].LastRun);
    }

    [Fact]
    public async Task One_that_hangs_fails_when_its_time_is_over()
    {
        var clock = new FakeClock();
        using var bench = new HookBench(step =>
        {
            if (step == "GET pods")
            {
                clock.Advance(TimeSpan.FromSeconds(30));
            }

            return null;
        })
        {
            Clock = clock,
            Wait = new() { Strategy = WaitStrategy.HookOnly, Timeout = TimeSpan.FromSeconds(30) },
        };
        var runner = bench.Runner(HelmGeneration.V3, HookBench.Hook("b", 1, "Pod", policies: Succeeded));
        var cause = await runner.RunAsync(HookEvent.PreInstall, Ct);
        Assert.Equal("1 error occurred:\n\t* timed out waiting for the condition\n\n", cause?.Message);
    }

    private static ServedAnswer? FailedPod(string step) => step == "GET pods"
        ? ServedAnswer.Kept(
            """{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"b","namespace":"ns"},"""
            + """ "spec":{"containers":[{"name":"x"}]},"status":{"phase":"Failed"}}]}""")
        : null;
}
