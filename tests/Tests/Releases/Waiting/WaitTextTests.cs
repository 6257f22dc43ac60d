using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>The reference's sentences about waits that failed, and the hints of ours.</summary>
public sealed class WaitTextTests
{
    private static readonly ResourceRef Job = new("batch/v1", "Job", "n", "setup");
    private static readonly ResourceRef Pod = new("v1", "Pod", "n", "probe");
    private static readonly Readiness JobFails = Readiness.Fails(ReadinessCause.JobFailed, 1, 1, "BackoffLimitExceeded");
    private static readonly Readiness JobRuns = Readiness.Waits(ReadinessCause.JobRunning);

    [Theory]
    [InlineData(HelmGeneration.V3, WaitStrategy.Legacy, "1 error occurred:\n\t* job setup failed: BackoffLimitExceeded\n\n")]
    [InlineData(HelmGeneration.V4, WaitStrategy.Legacy, "job setup failed: BackoffLimitExceeded")]
    [InlineData(
        HelmGeneration.V4, WaitStrategy.HookOnly, "resource Job/n/setup not ready. status: Failed, message: Job Failed. failed: 1/1")]
    public void A_hook_that_failed(HelmGeneration generation, WaitStrategy strategy, string expected) =>
        Assert.Equal(expected, Text(WaitFault.Failed, WaitGoal.Completed, generation, strategy, new ObjectReadiness(Job, JobFails, false)));

    [Theory]
    [InlineData(HelmGeneration.V3, WaitStrategy.Legacy, "1 error occurred:\n\t* timed out waiting for the condition\n\n")]
    [InlineData(
        HelmGeneration.V4,
        WaitStrategy.Watcher,
        "resource Job/n/setup not ready. status: InProgress, message: Job in progress\ncontext deadline exceeded")]
    public void A_hook_that_hangs(HelmGeneration generation, WaitStrategy strategy, string expected) => Assert.Equal(
        expected, Text(WaitFault.TimedOut, WaitGoal.Completed, generation, strategy, new ObjectReadiness(Job, JobRuns, false)));

    [Theory]
    [InlineData(WaitFault.TimedOut, HelmGeneration.V3, WaitStrategy.Legacy, "context deadline exceeded")]
    [InlineData(WaitFault.Failed, HelmGeneration.V3, WaitStrategy.Legacy, "job is failed: n/setup")]
    [InlineData(
        WaitFault.TimedOut,
        HelmGeneration.V4,
        WaitStrategy.Watcher,
        "resource Job/n/setup not ready. status: Failed, message: Job Failed. failed: 1/1\n"
            + "resource Pod/n/probe not ready. status: Unknown, message: \ncontext deadline exceeded")]
    public void Objects_that_are_not_ready(WaitFault fault, HelmGeneration generation, WaitStrategy strategy, string expected) =>
        Assert.Equal(expected, Text(
            fault,
            WaitGoal.Ready,
            generation,
            strategy,
            new ObjectReadiness(Job, JobFails, false),
            new ObjectReadiness(new("v1", "Service", "n", "s"), Readiness.Ready, true),
            new ObjectReadiness(Pod, Readiness.Unknown, false)));

    [Fact]
    public void Objects_that_are_still_there() => Assert.Equal(
        "resource Pod/n/probe still exists. status: Current, message: \ncontext deadline exceeded",
        Text(
            WaitFault.TimedOut,
            WaitGoal.Deleted,
            HelmGeneration.V4,
            WaitStrategy.Watcher,
            new ObjectReadiness(Pod, Readiness.Ready, false),
            new ObjectReadiness(Job, Readiness.Unknown, false)));

    [Theory]
    [InlineData(WaitGoal.Ready, WaitFault.TimedOut, "see kubectl describe Pod/probe -n n, or wait longer with --timeout")]
    [InlineData(WaitGoal.Completed, WaitFault.Failed, "see kubectl describe Pod/probe -n n")]
    [InlineData(
        WaitGoal.Deleted, WaitFault.TimedOut, "look for finalizers with kubectl get Pod/probe -n n -o yaml, or wait longer with --timeout")]
    public void Hints_name_the_first_object(WaitGoal goal, WaitFault fault, string expected)
    {
        var item = new ObjectReadiness(Pod, Readiness.Waits(ReadinessCause.PodPending), false);
        var cause = new WaitCause(fault, Snapshot(goal, item), "m");
        Assert.Equal(expected, cause.ToException().Hint);
        Assert.Equal(("m", cause), (cause.ToException().Message, cause.ToException().Cause));
    }

    private static string Text(
        WaitFault fault, WaitGoal goal, HelmGeneration generation, WaitStrategy strategy, params ObjectReadiness[] items) =>
        WaitText.Of(fault, Snapshot(goal, items), generation, strategy);

    private static WaitSnapshot Snapshot(WaitGoal goal, params ObjectReadiness[] items) =>
        new(goal, items, TimeSpan.Zero, TimeSpan.FromMinutes(5));
}
