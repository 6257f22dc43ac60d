using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>The rules of Helm 4's watcher, kind by kind.</summary>
public sealed class StatusRulesTests
{
    private const string Deployment = "apps/v1 Deployment";
    private const string StatefulSet = "apps/v1 StatefulSet";
    private const string DaemonSet = "apps/v1 DaemonSet";
    private const string ReplicaSet = "apps/v1 ReplicaSet";
    private const string Definition = "apiextensions.k8s.io/v1 CustomResourceDefinition";
    private const string Progressing = "{type: Progressing, status: \"True\", reason: NewReplicaSetAvailable}";
    private const string IsAvailable = "{type: Available, status: \"True\"}";
    private const string Rolled = "observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("{metadata: {name: x, deletionTimestamp: \"2026-01-01T00:00:00Z\"}}", "Terminating: Resource scheduled for deletion")]
    [InlineData("{status: {observedGeneration: 1}}", "InProgress: Other generation is 2, but latest observed generation is 1")]
    [InlineData("{status: {observedGeneration: 2}}", "Ready")]
    [InlineData("{status: {conditions: [{type: Reconciling, status: \"True\", message: at work}]}}", "InProgress: at work")]
    [InlineData("{status: {conditions: [{type: Stalled, status: \"True\", message: no quota}]}}", "Failed: no quota")]
    [InlineData("{status: {conditions: [{type: Stalled, status: \"False\", message: no quota}]}}", "Ready")]
    [InlineData("{status: {conditions: [{type: Ready, status: \"False\", message: not yet}]}}", "InProgress: not yet")]
    [InlineData("{status: {conditions: [{type: Ready, status: Unknown, message: not known}]}}", "InProgress: not known")]
    [InlineData("{status: {conditions: [{type: Ready, status: \"True\"}]}}", "Ready")]
    [InlineData("{status: {phase: Anything}}", "Ready")]
    [InlineData("{}", "Ready")]
    public void Any_kind(string fields, string expected) => AssertJudged("example.com/v1 Other", fields, expected);

    [Theory]
    [InlineData("{status: {observedGeneration: 1}}", "InProgress: Deployment generation is 2, but latest observed generation is 1")]
    [InlineData("{spec: {replicas: 3}}", "InProgress: replicas: 0/3")]
    [InlineData("{}", "InProgress: replicas: 0/1")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 2, updatedReplicas: 1}}", "InProgress: Updated: 1/2")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 3, updatedReplicas: 2}}", "InProgress: Pending termination: 1")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 2, updatedReplicas: 2, availableReplicas: 1}}", "InProgress: Available: 1/2")]
    [InlineData(
        "{spec: {replicas: 2}, status: {replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 1}}",
        "InProgress: Ready: 1/2")]
    [InlineData("{spec: {replicas: 2, progressDeadlineSeconds: 600}, status: {" + Rolled + "}}", "InProgress: ReplicaSet not Available")]
    [InlineData("{spec: {replicas: 2}, status: {" + Rolled + "}}", "InProgress: Deployment not Available")]
    [InlineData("{spec: {replicas: 2}, status: {" + Rolled + ", conditions: [" + IsAvailable + "]}}", "Ready")]
    [InlineData(
        "{spec: {replicas: 2, progressDeadlineSeconds: 600}, status: {" + Rolled + ", conditions: [" + Progressing + "]}}",
        "InProgress: Deployment not Available")]
    [InlineData(
        "{spec: {replicas: 2, progressDeadlineSeconds: 600}, "
            + "status: {" + Rolled + ", conditions: [" + Progressing + ", " + IsAvailable + "]}}",
        "Ready")]
    [InlineData(
        "{status: {conditions: [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]}}",
        "Failed: Progress deadline exceeded")]
    public void Deployments(string fields, string expected) => AssertJudged(Deployment, fields, expected);

    [Theory]
    [InlineData("{spec: {updateStrategy: {type: OnDelete}, replicas: 3}}", "Ready")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 1}}", "InProgress: Replicas: 1/2")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 2, readyReplicas: 1}}", "InProgress: Ready: 1/2")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 3, readyReplicas: 2}}", "InProgress: Pending termination: 1")]
    [InlineData(
        "{spec: {replicas: 3, updateStrategy: {rollingUpdate: {partition: 1}}}, "
            + "status: {replicas: 3, readyReplicas: 3, updatedReplicas: 1}}",
        "InProgress: updated: 1/2")]
    [InlineData(
        "{spec: {replicas: 3, updateStrategy: {rollingUpdate: {partition: 1}}}, "
            + "status: {replicas: 3, readyReplicas: 3, updatedReplicas: 2}}",
        "Ready")]
    [InlineData("{spec: {replicas: 2}, status: {replicas: 2, readyReplicas: 2, currentReplicas: 1}}", "InProgress: current: 1/2")]
    [InlineData(
        "{status: {replicas: 1, readyReplicas: 1, currentReplicas: 1, currentRevision: a, updateRevision: b}}",
        "InProgress: Waiting for updated revision to match current")]
    [InlineData("{status: {replicas: 1, readyReplicas: 1, currentReplicas: 1, currentRevision: a, updateRevision: a}}", "Ready")]
    public void Stateful_sets(string fields, string expected) => AssertJudged(StatefulSet, fields, expected);

    [Theory]
    [InlineData("{}", "InProgress: Missing .status.observedGeneration")]
    [InlineData("{status: {observedGeneration: 2}}", "InProgress: Missing .status.desiredNumberScheduled")]
    [InlineData("{status: {observedGeneration: 2, desiredNumberScheduled: 2, currentNumberScheduled: 1}}", "InProgress: Current: 1/2")]
    [InlineData(
        "{status: {observedGeneration: 2, desiredNumberScheduled: 1, currentNumberScheduled: 1}}", "InProgress: Updated: 0/1")]
    [InlineData(
        "{status: {observedGeneration: 2, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1}}",
        "InProgress: Available: 0/1")]
    [InlineData(
        "{status: {observedGeneration: 2, desiredNumberScheduled: 1, currentNumberScheduled: 1, "
            + "updatedNumberScheduled: 1, numberAvailable: 1}}",
        "InProgress: Ready: 0/1")]
    [InlineData("{status: {observedGeneration: 2, desiredNumberScheduled: 0}}", "Ready")]
    public void Daemon_sets(string fields, string expected) => AssertJudged(DaemonSet, fields, expected);

    [Theory]
    [InlineData(
        "{status: {conditions: [{type: ReplicaFailure, status: \"True\"}]}}", "InProgress: Replica Failure condition. Check Pods")]
    [InlineData("{spec: {replicas: 2}, status: {fullyLabeledReplicas: 1}}", "InProgress: Labelled: 1/2")]
    [InlineData("{status: {fullyLabeledReplicas: 1}}", "InProgress: Available: 0/1")]
    [InlineData("{status: {fullyLabeledReplicas: 1, availableReplicas: 1}}", "InProgress: Ready: 0/1")]
    [InlineData(
        "{status: {fullyLabeledReplicas: 1, availableReplicas: 1, readyReplicas: 1, replicas: 3}}", "InProgress: Pending termination: 2")]
    [InlineData("{status: {fullyLabeledReplicas: 1, availableReplicas: 1, readyReplicas: 1, replicas: 1}}", "Ready")]
    public void Replica_sets(string fields, string expected) => AssertJudged(ReplicaSet, fields, expected);

    [Theory]
    [InlineData("v1 Service", "{spec: {type: ClusterIP}}", "Ready")]
    [InlineData("v1 Service", "{spec: {type: LoadBalancer}}", "InProgress: ClusterIP not set. Service type: LoadBalancer")]
    [InlineData("v1 Service", "{spec: {type: LoadBalancer, clusterIP: 10.0.0.1}}", "Ready")]
    [InlineData("v1 PersistentVolumeClaim", "{}", "InProgress: PVC is not Bound. phase: unknown")]
    [InlineData("v1 PersistentVolumeClaim", "{status: {phase: Pending}}", "InProgress: PVC is not Bound. phase: Pending")]
    [InlineData("v1 PersistentVolumeClaim", "{status: {phase: Bound}}", "Ready")]
    [InlineData(Definition, "{}", "InProgress: Install in progress")]
    [InlineData(Definition, "{status: {conditions: [{type: NamesAccepted, status: \"False\", message: taken}]}}", "Failed: taken")]
    [InlineData(
        Definition, "{status: {conditions: [{type: Established, status: \"False\", reason: Installing}]}}",
        "InProgress: Install in progress")]
    [InlineData(
        Definition, "{status: {conditions: [{type: Established, status: \"False\", reason: Refused, message: refused}]}}",
        "Failed: refused")]
    [InlineData(Definition, "{status: {conditions: [{type: Established, status: \"True\"}]}}", "Ready")]
    [InlineData("policy/v1 PodDisruptionBudget", "{status: {conditions: [{type: Ready, status: \"False\"}]}}", "Ready")]
    [InlineData("batch/v1 CronJob", "{status: {conditions: [{type: Ready, status: \"False\"}]}}", "Ready")]
    [InlineData("v1 ReplicationController", "{spec: {replicas: 2}}", "Ready")]
    public void Other_kinds(string kind, string fields, string expected) => AssertJudged(kind, fields, expected);

    [Theory]
    [InlineData("{}", "InProgress: Job not started", "InProgress: Job in progress")]
    [InlineData("{status: {startTime: \"2026-01-01T00:00:00Z\"}}", "Ready", "InProgress: Job in progress")]
    [InlineData("{status: {conditions: [{type: Suspended, status: \"True\"}]}}", "Ready", "InProgress: Job in progress")]
    [InlineData("{status: {conditions: [{type: Complete, status: \"True\"}]}}", "Ready", "Ready")]
    [InlineData(
        "{status: {conditions: [{type: Complete, status: \"False\"}]}}", "InProgress: Job not started", "InProgress: Job in progress")]
    [InlineData(
        "{status: {failed: 1, conditions: [{type: Failed, status: \"True\"}]}}",
        "Failed: Job Failed. failed: 1/1",
        "Failed: Job Failed. failed: 1/1")]
    [InlineData(
        "{spec: {parallelism: 2}, status: {failed: 1, conditions: [{type: Failed, status: \"True\"}]}}",
        "Failed: Job Failed. failed: 1/2",
        "Failed: Job Failed. failed: 1/2")]
    [InlineData(
        "{spec: {parallelism: 2, completions: 5}, status: {failed: 3, conditions: [{type: Failed, status: \"True\"}]}}",
        "Failed: Job Failed. failed: 3/5",
        "Failed: Job Failed. failed: 3/5")]
    public void Jobs_are_ready_once_started_or_once_complete(string fields, string started, string complete)
    {
        var job = TestObject.Of("batch/v1 Job", fields);
        Assert.Equal(
            [started, complete],
            ((JobWait[])[JobWait.UntilStarted, JobWait.UntilComplete]).Select(
                jobs => TestObject.Summary(job, StatusRules.Judge(job, TestObject.Related(), jobs, Now))));
    }

    [Theory]
    [InlineData("{}", "InProgress: Pod phase not available")]
    [InlineData("{status: {phase: Succeeded}}", "Ready")]
    [InlineData("{status: {phase: Failed}}", "Failed: Pod has completed, but not successfully")]
    [InlineData("{status: {phase: Pending}}", "InProgress: Pod is in the Pending phase")]
    [InlineData("{status: {phase: Running}}", "InProgress: Pod is running but is not Ready")]
    [InlineData("{status: {phase: Running, conditions: [{type: Ready, status: \"True\"}]}}", "Ready")]
    [InlineData(
        "{status: {phase: Running, initContainerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff}}}], "
            + "containerStatuses: [{name: b, state: {waiting: {reason: CrashLoopBackOff}}}, {name: c, state: {running: {}}}]}}",
        "Failed: Containers in CrashLoop state: a,b")]
    public void Pods(string fields, string expected) => AssertJudged("v1 Pod", fields, expected);

    [Theory]
    [InlineData("2026-01-02T03:03:51Z", "InProgress: Pod has not been scheduled", 1)]
    [InlineData("2026-01-02T03:03:50Z", "Failed: Pod could not be scheduled", null)]
    public void A_pod_without_a_node_fails_when_it_is_fifteen_seconds_old(string created, string expected, int? judgedAgainAfter)
    {
        var pod = TestObject.Of(
            "v1 Pod",
            $"{{metadata: {{name: x, creationTimestamp: \"{created}\"}}, "
            + "status: {phase: Pending, conditions: [{type: PodScheduled, status: \"False\", reason: Unschedulable}]}}");
        var readiness = StatusRules.Judge(pod, TestObject.Related(), JobWait.UntilStarted, Now);
        Assert.Equal(expected, TestObject.Summary(pod, readiness));
        Assert.Equal(judgedAgainAfter, (readiness.JudgedAgain - Now)?.TotalSeconds);
    }

    [Theory]
    [InlineData(StatefulSet)]
    [InlineData(ReplicaSet)]
    public void A_set_that_is_not_ready_has_failed_if_pods_of_it_have(string kind)
    {
        var set = TestObject.Of(kind, "{}");
        var related = TestObject.Related(
            TestObject.Owned("v1 Pod", "a", "u", "{status: {phase: Failed}}"),
            TestObject.Owned("v1 Pod", "b", "u", "{status: {phase: Pending}}"),
            TestObject.Owned("v1 Pod", "c", "another", "{status: {phase: Failed}}"));
        Assert.Equal("Failed: 1 pods have failed", TestObject.Summary(set, StatusRules.Judge(set, related, JobWait.UntilStarted, Now)));
    }

    [Theory]
    [InlineData(Deployment, ReadinessState.Unknown)]
    [InlineData(StatefulSet, ReadinessState.Unknown)]
    [InlineData(ReplicaSet, ReadinessState.Unknown)]
    [InlineData(DaemonSet, ReadinessState.InProgress)]
    public void A_workload_that_is_not_ready_is_unknown_if_what_it_made_may_not_be_listed(string kind, ReadinessState expected)
    {
        var related = TestObject.Related();
        related.Forbidden.Add("Pod");
        Assert.Equal(expected, StatusRules.Judge(TestObject.Of(kind, "{}"), related, JobWait.UntilStarted, Now).State);
    }

    private static void AssertJudged(string kind, string fields, string expected)
    {
        var item = TestObject.Of(kind, fields);
        Assert.Equal(expected, TestObject.Summary(item, StatusRules.Judge(item, TestObject.Related(), JobWait.UntilStarted, Now)));
    }
}
