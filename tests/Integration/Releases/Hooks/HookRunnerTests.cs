using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Integration.Releases.Hooks;

/// <summary>Hooks on a real API server, whose controllers work, and where tests play the kubelet.</summary>
public sealed class HookRunnerTests : IAsyncLifetime, IHookObjects
{
    private const string Spec = "spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: main, image: i}]}}}";

    private readonly List<HookPhase> _recorded = [];
    private ReleaseNamespace _namespace = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _namespace = await ReleaseNamespace.CreateAsync();

    public ValueTask DisposeAsync() => _namespace.DisposeAsync();

    Task<IReadOnlyList<ResourceRef>> IHookObjects.ReadAsync(ByteString manifest, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceRef>>([ResourceRef.Read(Read(manifest), "the hook").In(_namespace.Name)]);

    async Task<bool> IHookObjects.DeleteAsync(ResourceRef reference, CancellationToken cancellationToken) =>
        !(await _namespace.Objects.DeleteAsync(reference, new() { Propagation = DeletionPropagation.Background }, cancellationToken)).IsNil;

    async Task IHookObjects.CreateAsync(ByteString manifest, CancellationToken cancellationToken) =>
        await _namespace.Objects.CreateAsync(Read(manifest), WriteOptions.Default, cancellationToken);

    [Theory]
    [InlineData(HelmGeneration.V3)]
    [InlineData(HelmGeneration.V4)]
    public async Task A_job_that_succeeds_is_deleted_with_its_pods_if_it_asks_for_that(HelmGeneration generation)
    {
        _namespace.PlayNode("{phase: Succeeded}");
        var runner = Runner(generation, Hook("Job", "setup", "hook-succeeded"), Hook("ConfigMap", "mark", ""));
        Assert.Null(await runner.RunAsync(HookEvent.PreInstall, Ct));
        Assert.All(runner.Release.Hooks, hook => Assert.Equal(HookPhase.Succeeded, hook.LastRun.Phase));
        Assert.Equal([HookPhase.Running, HookPhase.Running], _recorded);
        Assert.True(await IsGoneAsync("batch/v1", "Job", "setup"));
        Assert.False(await IsGoneAsync("v1", "ConfigMap", "mark"));
    }

    [Theory]
    [InlineData(HelmGeneration.V3, "1 error occurred:\n\t* job setup failed: BackoffLimitExceeded\n\n")]
    [InlineData(HelmGeneration.V4, "resource Job/NS/setup not ready. status: Failed, message: Job Failed. failed: 1/1")]
    public async Task A_job_that_fails_ends_the_run_and_can_be_run_again(HelmGeneration generation, string message)
    {
        _namespace.PlayNode("{phase: Failed}");
        ReleaseHook[] hooks = [Hook("Job", "setup", ""), Hook("ConfigMap", "mark", "hook-succeeded"), Hook("ConfigMap", "zero", "")];
        for (var run = 0; run < 2; run++)
        {
            var runner = Runner(generation, hooks);
            var cause = await runner.RunAsync(HookEvent.PreInstall, Ct);
            Assert.Equal(
                (HookFault.NotCompleted, message.Replace("NS", _namespace.Name, StringComparison.Ordinal)), (cause?.Fault, cause?.Message));
            Assert.Equal(
                [HookPhase.Failed, HookPhase.Succeeded, HookPhase.None], runner.Release.Hooks.Select(hook => hook.LastRun.Phase));
            Assert.False(await IsGoneAsync("batch/v1", "Job", "setup"));
            Assert.True(await IsGoneAsync("v1", "ConfigMap", "mark"));
            Assert.True(await IsGoneAsync("v1", "ConfigMap", "zero"));
        }
    }

    [Fact]
    public async Task A_pod_is_to_end_and_being_ready_is_not_enough()
    {
        var seen = new List<string>();
        var observer = new PodObserver(seen, _namespace);
        var wait = new WaitOptions { Strategy = WaitStrategy.HookOnly, Observer = observer };
        var runner = Runner(HelmGeneration.V4, wait, Hook("Pod", "probe", ""));
        Assert.Null(await runner.RunAsync(HookEvent.PreInstall, Ct));
        await observer.Written;
        Assert.Equal("Ready", seen[^1]);
        Assert.Contains("InProgress", seen);
    }

    private static Value Read(ByteString manifest) => KubernetesYaml.Read(manifest.Memory, new() { KeepsIntegers = true });

    private static ReleaseHook Hook(string kind, string name, string policy)
    {
        var (version, rest) = kind switch
        {
            "Job" => ("batch/v1", Spec),
            "Pod" => ("v1", "spec: {containers: [{name: main, image: i}]}"),
            _ => ("v1", "data: {}"),
        };
        var policies = policy.Length > 0 ? $", helm.sh/hook-delete-policy: {policy}" : "";
        var weight = name == "mark" ? -1 : 0;
        var text = $"{{apiVersion: {version}, kind: {kind}, metadata: {{name: {name}, annotations: {{helm.sh/hook: pre-install, "
            + $"helm.sh/hook-weight: \"{weight}\"{policies}}}}}, {rest}}}";
        var files = new Dictionary<string, byte[]> { ["c/templates/h.yaml"] = Encoding.UTF8.GetBytes(text) };
        return ReleaseHook.Of(new ManifestSorter(HelmGeneration.V4, SilentChartLog.Instance).Sort(files, Ct).Hooks[0]);
    }

    private HookRunner Runner(HelmGeneration generation, params ReleaseHook[] hooks) =>
        Runner(generation, new WaitOptions { Strategy = WaitStrategy.HookOnly }, hooks);

    private HookRunner Runner(HelmGeneration generation, WaitOptions wait, params ReleaseHook[] hooks) => new(
        new(_namespace.Objects, this, generation, TimeProvider.System)
        {
            Now = () => new(1_700_000_000, 0, 0),
            Record = (release, _) =>
            {
                _recorded.Add(release.Hooks.Select(hook => hook.LastRun.Phase).Single(phase => phase == HookPhase.Running));
                return Task.CompletedTask;
            },
            Wait = wait,
        },
        new Release(new()
        {
            Name = "r",
            Namespace = _namespace.Name,
            Revision = 1,
            Status = ReleaseStatus.PendingInstall,
            FirstDeployed = default,
            LastDeployed = default,
            Chart = new(new()),
            Hooks = hooks,
        }));

    private async Task<bool> IsGoneAsync(string version, string kind, string name) =>
        (await _namespace.Objects.FindAsync(new(version, kind, _namespace.Name, name), Ct)).IsNil;

    // Makes the pod run and be ready, then end.
    private sealed class PodObserver(List<string> seen, ReleaseNamespace place) : IWaitObserver
    {
        public Task Written { get; private set; } = Task.CompletedTask;

        public void Report(WaitSnapshot snapshot)
        {
            var state = snapshot.Objects[0].Readiness.State.ToString();
            seen.Add(state);
            if (state == "InProgress" && Written == Task.CompletedTask)
            {
                Written = WriteAsync();
            }
        }

        private async Task WriteAsync()
        {
            await place.SetStatusAsync("pods/probe", "{phase: Running, conditions: [{type: Ready, status: \"True\"}]}");
            await place.SetStatusAsync("pods/probe", "{phase: Succeeded}");
        }
    }
}
