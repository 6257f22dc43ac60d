using SecretsKit.Core.Data;
using SecretsKit.Sync.Restarting;

namespace SecretsKit.Tests.Sync;

/// <summary>Which workloads are restarted for which Secrets, and when.</summary>
public sealed class RestartPlanTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private static DateTimeOffset Now => SyncBench.Start;

    [Fact]
    public void Secrets_are_found_wherever_containers_read_them()
    {
        var workload = Workload("""
            volumes:
            - {name: a, secret: {secretName: of-volume}}
            - {name: b, projected: {sources: [{configMap: {name: x}}, {secret: {name: of-projection}}]}}
            - {name: c, configMap: {name: no-secret}}
            imagePullSecrets: [{name: of-the-kubelet}]
            initContainers:
            - {name: i, env: [{name: E, valueFrom: {secretKeyRef: {name: of-init, key: k}}}]}
            containers:
            - {name: c, env: [{name: E, valueFrom: {secretKeyRef: {name: of-env, key: k}}}, {name: F, value: v}]}
            - {name: d, envFrom: [{secretRef: {name: of-env-from}}, {configMapRef: {name: y}}]}
            """);
        Assert.Equal(
            ["of-env", "of-env-from", "of-init", "of-projection", "of-volume"], WorkloadSecrets.Of(workload).Order());
        Assert.Empty(WorkloadSecrets.Of(new MapValue()));
    }

    [Fact]
    public void Several_Secrets_that_change_together_are_one_restart()
    {
        var plan = Plan(Reading("a", "b"), ("a", "1", true), ("b", "2", true), ("c", "3", true));
        Assert.Equal(["a", "b"], plan.Reasons);
        Assert.Equal(["a=1", "b=2"], plan.Marks!.Select(mark => $"{mark.Key}={mark.Value}"));
        Assert.Null(plan.Wait);
    }

    [Theory]
    [InlineData("other", true, "")]
    [InlineData("a", false, "")]
    [InlineData("a", true, "a=1")]
    public void A_workload_that_does_not_read_what_changed_or_has_it_already_is_left_alone(string reads, bool isChanged, string marks)
    {
        var plan = Plan(Reading(marks, "", reads), ("a", "1", isChanged));
        Assert.Null(plan.Marks);
        Assert.Null(plan.Wait);
    }

    [Fact]
    public void What_a_workload_was_restarted_for_is_known_to_an_agent_that_starts()
    {
        var plan = Plan(Reading("a=old,z=9", "", "a"), ("a", "1", false));
        Assert.Equal(["a=1", "z=9"], plan.Marks!.Select(mark => $"{mark.Key}={mark.Value}"));
    }

    [Theory]
    [InlineData("2026-03-01T11:56:00Z", 60)]
    [InlineData("2026-03-01T11:55:00Z", 0)]
    [InlineData("2026-03-01T13:00:00Z", 300)]
    [InlineData("not a time", 0)]
    public void A_restart_follows_another_after_an_interval_at_the_least(string last, int wait)
    {
        var plan = Plan(Reading("a=old", last, "a"), ("a", "1", true));
        Assert.Equal(wait == 0 ? null : TimeSpan.FromSeconds(wait), plan.Wait);
        Assert.Equal(wait == 0, plan.Marks is not null);
    }

    private static RestartPlan Plan(MapValue workload, params (string Name, string Mark, bool IsChanged)[] secrets) => RestartPlan.For(
        workload, secrets.ToDictionary(one => one.Name, one => new RestartSecret(one.Mark, one.IsChanged)), Interval, Now);

    private static MapValue Reading(params string[] names) => names is [var marks, var last, var only]
        ? Workload($"containers: [{{name: c, envFrom: [{{secretRef: {{name: {only}}}}}]}}]", marks, last)
        : Workload($"containers: [{{name: c, envFrom: [{string.Join(", ", names.Select(name => $"{{secretRef: {{name: {name}}}}}"))}]}}]");

    private static MapValue Workload(string pod, string marks = "", string last = "") => SyncBench.Yaml($$"""
        kind: Deployment
        spec:
          template:
            metadata: {annotations: {secretskit.io/restarted-for: "{{marks}}", kubectl.kubernetes.io/restartedAt: "{{last}}"} }
            spec:
        {{string.Join('\n', pod.Split('\n').Select(line => "      " + line))}}
        """)[0];
}
