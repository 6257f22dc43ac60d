using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Rules;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Releases.Waiting;

/// <summary>Waits on a real API server, whose controllers work, and where tests play the kubelet.</summary>
public sealed class ReleaseWaiterTests : IAsyncLifetime
{
    private const string Ready = "{phase: Running, conditions: [{type: Ready, status: \"True\"}]}";
    private const string Pod = "{metadata: {labels: {app: x}}, spec: {containers: [{name: main, image: i}]}}";
    private const string Deployment =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: x}}, template: "
        + Pod + "}}";
    private const string Job =
        "{apiVersion: batch/v1, kind: Job, metadata: {name: setup}, spec: {backoffLimit: 0, template: "
        + "{spec: {restartPolicy: Never, containers: [{name: main, image: i}]}}}}";

    private ReleaseNamespace _namespace = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _namespace = await ReleaseNamespace.CreateAsync();

    public ValueTask DisposeAsync() => _namespace.DisposeAsync();

    [Theory]
    [InlineData(HelmGeneration.V4, WaitStrategy.Watcher)]
    [InlineData(HelmGeneration.V4, WaitStrategy.Legacy)]
    [InlineData(HelmGeneration.V3, WaitStrategy.Legacy)]
    public async Task Ends_when_the_last_pod_is_ready(HelmGeneration generation, WaitStrategy strategy)
    {
        List<ResourceRef> objects =
        [
            await _namespace.ApplyAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}"),
            await _namespace.ApplyAsync("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}"),
            await _namespace.ApplyAsync(Deployment),
        ];
        var seen = new Observer(
            snapshot => snapshot.Pending.Any(item => item.Readiness.State == ReadinessState.InProgress),
            () => _namespace.PlayNode(Ready));
        var waiter = new ReleaseWaiter(_namespace.Objects, generation, TimeProvider.System);
        Assert.Null(await waiter.WaitAsync(objects, WaitGoal.Ready, new() { Strategy = strategy, Observer = seen }, Ct));
        Assert.Equal(3, seen.Last.Objects.Count);
        Assert.All(seen.Last.Objects, item => Assert.True(item.IsDone));
    }

    [Theory]
    [InlineData(
        HelmGeneration.V4,
        WaitStrategy.Watcher,
        "resource Deployment/NS/web not ready. status: InProgress, message: Available: 0/2\ncontext deadline exceeded")]
    [InlineData(HelmGeneration.V3, WaitStrategy.Legacy, "context deadline exceeded")]
    public async Task Ends_when_the_time_is_over(HelmGeneration generation, WaitStrategy strategy, string expected)
    {
        var clock = new FakeClock();
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Deployment)];
        var seen = new Observer(
            snapshot => snapshot.Objects[0].Readiness is { Cause: ReadinessCause.Available or ReadinessCause.ReplicasReady },
            () => clock.Advance(TimeSpan.FromMinutes(2)));
        var cause = await new ReleaseWaiter(_namespace.Objects, generation, clock).WaitAsync(
            objects, WaitGoal.Ready, new() { Strategy = strategy, Timeout = TimeSpan.FromMinutes(2), Observer = seen }, Ct);
        var text = expected.Replace("NS", _namespace.Name, StringComparison.Ordinal);
        Assert.Equal((WaitFault.TimedOut, text), (cause?.Fault, cause?.Message));
        Assert.Equal(TimeSpan.FromMinutes(2), cause!.Snapshot.Elapsed);
        Assert.True(seen.Last.IsLast);
    }

    [Theory]
    [InlineData(JobWait.UntilStarted)]
    [InlineData(JobWait.UntilComplete)]
    public async Task Jobs_are_ready_once_started_or_once_complete(JobWait jobs)
    {
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Job)];
        var seen = new Observer(
            snapshot => snapshot.Objects[0].Readiness.Cause == ReadinessCause.JobRunning, () => _namespace.PlayNode("{phase: Succeeded}"));
        var waiter = new ReleaseWaiter(_namespace.Objects, HelmGeneration.V4, TimeProvider.System);
        Assert.Null(await waiter.WaitAsync(objects, WaitGoal.Ready, new() { Jobs = jobs, Observer = seen }, Ct));
        Assert.Equal(jobs == JobWait.UntilComplete, seen.HasActed);
    }

    [Theory]
    [InlineData("Succeeded", HelmGeneration.V4, null)]
    [InlineData("Succeeded", HelmGeneration.V3, null)]
    [InlineData("Failed", HelmGeneration.V4, "resource Job/NS/setup not ready. status: Failed, message: Job Failed. failed: 1/1")]
    [InlineData("Failed", HelmGeneration.V3, "1 error occurred:\n\t* job setup failed: BackoffLimitExceeded\n\n")]
    public async Task A_hook_is_complete_when_its_job_ends(string phase, HelmGeneration generation, string? expected)
    {
        _namespace.PlayNode($"{{phase: {phase}}}");
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Job)];
        var cause = await new ReleaseWaiter(_namespace.Objects, generation, TimeProvider.System)
            .WaitAsync(objects, WaitGoal.Completed, new() { Strategy = WaitStrategy.HookOnly }, Ct);
        Assert.Equal(expected?.Replace("NS", _namespace.Name, StringComparison.Ordinal), cause?.Message);
    }

    [Fact]
    public async Task Legacy_rules_give_up_on_a_failed_job_after_a_minute()
    {
        var clock = new FakeClock();
        _namespace.PlayNode("{phase: Failed}");
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Job)];
        var seen = new Observer(
            snapshot => snapshot.Objects[0].Readiness.State == ReadinessState.Failed, () => clock.Advance(TimeSpan.FromMinutes(1)));
        var cause = await new ReleaseWaiter(_namespace.Objects, HelmGeneration.V3, clock).WaitAsync(
            objects,
            WaitGoal.Ready,
            new() { Strategy = WaitStrategy.Legacy, Jobs = JobWait.UntilComplete, Observer = seen },
            Ct);
        Assert.Equal((WaitFault.Failed, $"job is failed: {_namespace.Name}/setup"), (cause?.Fault, cause?.Message));
        Assert.Equal(TimeSpan.FromMinutes(1), cause!.Snapshot.Elapsed);
    }

    [Fact]
    public async Task Nothing_is_waited_for_unless_asked() => Assert.Null(
        await new ReleaseWaiter(_namespace.Objects, HelmGeneration.V4, TimeProvider.System)
            .WaitAsync([new("v1", "Pod", "", "none")], WaitGoal.Ready, new() { Strategy = WaitStrategy.HookOnly }, Ct));

    [Theory]
    [InlineData(HelmGeneration.V3)]
    [InlineData(HelmGeneration.V4)]
    public async Task Ends_when_objects_are_gone(HelmGeneration generation)
    {
        List<ResourceRef> objects =
        [
            await _namespace.ApplyAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, finalizers: [example.com/held]}}"),
            new("v1", "ConfigMap", "", "never-there"),
            new("example.com/v1", "Unknown", "", "never-there"),
        ];
        await _namespace.Objects.DeleteAsync(objects[0], DeleteOptions.Default, Ct);
        Task released = Task.CompletedTask;
        var seen = new Observer(
            snapshot => snapshot.Objects[0].Readiness.State == ReadinessState.Terminating,
            () => released = _namespace.PatchAsync(objects[0], "{metadata: {finalizers: null}}"));
        var waiter = new ReleaseWaiter(_namespace.Objects, generation, TimeProvider.System);
        Assert.Null(await waiter.WaitAsync(objects, WaitGoal.Deleted, new() { Strategy = WaitStrategy.HookOnly, Observer = seen }, Ct));
        await released;
        Assert.True(seen.HasActed);
    }

    [Fact]
    public async Task Objects_that_may_be_read_and_not_listed_are_asked_for_one_by_one()
    {
        List<ResourceRef> objects =
        [
            await _namespace.ApplyAsync("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}"),
            await _namespace.ApplyAsync("{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}"),
        ];
        await GrantAsync("dev", "{apiGroups: [\"\"], resources: [services, serviceaccounts], verbs: [get]}");
        var waiter = new ReleaseWaiter(_namespace.As("dev"), HelmGeneration.V4, TimeProvider.System);
        Assert.Null(await waiter.WaitAsync(objects, WaitGoal.Ready, new(), Ct));
    }

    [Fact]
    public async Task Objects_that_may_not_be_read_are_unknown_to_the_watcher_and_a_failure_to_legacy_rules()
    {
        var clock = new FakeClock();
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Deployment)];
        var seen = new Observer(
            snapshot => snapshot.Objects[0].Readiness.Cause == ReadinessCause.NotReadable, () => clock.Advance(TimeSpan.FromMinutes(1)));
        var options = new WaitOptions { Observer = seen, Timeout = TimeSpan.FromMinutes(1) };
        var cause = await new ReleaseWaiter(_namespace.As("viewer"), HelmGeneration.V4, clock)
            .WaitAsync(objects, WaitGoal.Ready, options, Ct);
        Assert.Equal(
            $"resource Deployment/{_namespace.Name}/web not ready. status: Unknown, message: \ncontext deadline exceeded",
            cause?.Message);
        var failure = await Assert.ThrowsAsync<ApiException>(
            () => new ReleaseWaiter(_namespace.As("viewer"), HelmGeneration.V3, TimeProvider.System)
                .WaitAsync(objects, WaitGoal.Ready, new() { Strategy = WaitStrategy.Legacy }, Ct));
        Assert.True(failure.Status.IsForbidden);
    }

    [Fact]
    public async Task An_observer_gets_to_know_what_is_wrong()
    {
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Deployment)];
        _namespace.PlayNode(
            "{phase: Pending, containerStatuses: [{name: main, image: i, imageID: i, "
            + "state: {waiting: {reason: ImagePullBackOff, message: no such image}}}]}");
        using var enough = new CancellationTokenSource();
        var seen = new Observer(
            snapshot => snapshot.Objects[0].Problems.Count == 2,
            () => enough.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ReleaseWaiter(_namespace.Objects, HelmGeneration.V4, TimeProvider.System)
                .WaitAsync(objects, WaitGoal.Ready, new() { Observer = seen }, enough.Token));
        Assert.True(seen.Last.IsLast);
        Assert.All(
            seen.Last.Objects[0].Problems,
            problem => Assert.Equal(
                (PodProblemKind.ImagePull, "main", "no such image"), (problem.Kind, problem.Container, problem.Detail)));
    }

    [Fact]
    public async Task A_quota_that_keeps_pods_from_being_made_is_named()
    {
        await _namespace.ApplyAsync("{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {pods: \"0\"}}}");
        List<ResourceRef> objects = [await _namespace.ApplyAsync(Deployment)];
        using var enough = new CancellationTokenSource();
        var seen = new Observer(snapshot => snapshot.Objects[0].Problems.Count > 0, () => enough.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ReleaseWaiter(_namespace.Objects, HelmGeneration.V4, TimeProvider.System)
                .WaitAsync(objects, WaitGoal.Ready, new() { Observer = seen }, enough.Token));
        var problem = Assert.Single(seen.Last.Objects[0].Problems);
        Assert.Equal(PodProblemKind.NotCreated, problem.Kind);
        Assert.Contains("exceeded quota: none", problem.Detail);
    }

    private async Task GrantAsync(string user, string rule)
    {
        await _namespace.ApplyAsync($"{{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {{name: r}}, rules: [{rule}]}}");
        await _namespace.ApplyAsync(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: r}, "
            + $"roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}}, subjects: [{{kind: User, name: {user}}}]}}");
    }

    // Does something at the first snapshot of a sort.
    private sealed class Observer(Func<WaitSnapshot, bool> condition, Action action) : IWaitObserver
    {
        public bool HasActed { get; private set; }

        public WaitSnapshot Last { get; private set; } = null!;

        public void Report(WaitSnapshot snapshot)
        {
            Last = snapshot;
            if (!HasActed && condition(snapshot))
            {
                HasActed = true;
                action();
            }
        }
    }
}
