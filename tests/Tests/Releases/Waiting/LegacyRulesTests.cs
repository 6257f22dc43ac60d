using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>The rules of Helm 3 and of <c>--wait=legacy</c>, kind by kind. P-043.</summary>
public sealed class LegacyRulesTests
{
    private const string Template = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: new}]}}";

    [Theory]
    [InlineData("v1 Pod", "{}", "InProgress")]
    [InlineData("v1 Pod", "{status: {phase: Succeeded}}", "InProgress")]
    [InlineData("v1 Pod", "{status: {conditions: [{type: Ready, status: \"True\"}]}}", "Ready")]
    [InlineData("batch/v1 Job", "{}", "Ready")]
    [InlineData("batch/v1 Job", "{spec: {completions: 2}, status: {succeeded: 1}}", "InProgress")]
    [InlineData("batch/v1 Job", "{spec: {completions: 2}, status: {succeeded: 2}}", "Ready")]
    [InlineData("batch/v1 Job", "{spec: {completions: 1, backoffLimit: 0}, status: {failed: 1}}", "Failed")]
    [InlineData("batch/v1 Job", "{spec: {completions: 1}, status: {failed: 6}}", "InProgress")]
    [InlineData("batch/v1 Job", "{spec: {completions: 1}, status: {failed: 7}}", "Failed")]
    [InlineData("v1 Service", "{spec: {type: ExternalName}}", "Ready")]
    [InlineData("v1 Service", "{spec: {type: ClusterIP}}", "InProgress")]
    [InlineData("v1 Service", "{spec: {type: ClusterIP, clusterIP: None}}", "Ready")]
    [InlineData("v1 Service", "{spec: {type: LoadBalancer, clusterIP: 10.0.0.1}}", "InProgress")]
    [InlineData("v1 Service", "{spec: {type: LoadBalancer, clusterIP: 10.0.0.1, externalIPs: [1.2.3.4]}}", "Ready")]
    [InlineData(
        "v1 Service", "{spec: {type: LoadBalancer, clusterIP: 10.0.0.1}, status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}}", "Ready")]
    [InlineData("v1 PersistentVolumeClaim", "{status: {phase: Pending}}", "InProgress")]
    [InlineData("v1 PersistentVolumeClaim", "{status: {phase: Bound}}", "Ready")]
    [InlineData("apiextensions.k8s.io/v1 CustomResourceDefinition", "{}", "InProgress")]
    [InlineData(
        "apiextensions.k8s.io/v1 CustomResourceDefinition", "{status: {conditions: [{type: Established, status: \"True\"}]}}", "Ready")]
    [InlineData(
        "apiextensions.k8s.io/v1 CustomResourceDefinition", "{status: {conditions: [{type: NamesAccepted, status: \"False\"}]}}", "Ready")]
    [InlineData("example.com/v1 Other", "{status: {conditions: [{type: Ready, status: \"False\"}]}}", "Ready")]
    [InlineData("apps/v1 StatefulSet", "{status: {observedGeneration: 1}}", "InProgress")]
    [InlineData("apps/v1 StatefulSet", "{spec: {updateStrategy: {type: OnDelete}}, status: {observedGeneration: 2}}", "Ready")]
    [InlineData(
        "apps/v1 StatefulSet",
        "{spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}}, "
            + "status: {observedGeneration: 2, readyReplicas: 3}}",
        "InProgress")]
    [InlineData(
        "apps/v1 StatefulSet",
        "{spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}}, "
            + "status: {observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1, currentRevision: a, updateRevision: b}}",
        "Ready")]
    [InlineData(
        "apps/v1 StatefulSet",
        "{spec: {replicas: 1, updateStrategy: {type: RollingUpdate}}, "
            + "status: {observedGeneration: 2, readyReplicas: 1, updatedReplicas: 1, currentRevision: a, updateRevision: b}}",
        "InProgress")]
    [InlineData(
        "apps/v1 DaemonSet",
        "{spec: {updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}}, "
            + "status: {observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 1}}",
        "InProgress")]
    [InlineData(
        "apps/v1 DaemonSet",
        "{spec: {updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: \"10%\"}}}, "
            + "status: {observedGeneration: 2, desiredNumberScheduled: 5, updatedNumberScheduled: 5, numberReady: 4}}",
        "Ready")]
    [InlineData(
        "apps/v1 DaemonSet", "{spec: {updateStrategy: {type: OnDelete}}, status: {observedGeneration: 2, desiredNumberScheduled: 5}}",
        "Ready")]
    public void Kinds(string kind, string fields, string expected)
    {
        var item = TestObject.Of(kind, fields);
        Assert.Equal(expected, LegacyRules.Judge(item, TestObject.Related()).State.ToString());
    }

    [Theory]
    [InlineData("replicas: 2", "25%", 2, "Ready")]
    [InlineData("replicas: 2", "25%", 1, "InProgress")]
    [InlineData("replicas: 4", "25%", 3, "Ready")]
    [InlineData("replicas: 4", "25%", 2, "InProgress")]
    [InlineData("replicas: 4", "2", 2, "Ready")]
    [InlineData("replicas: 0", "25%", 0, "Ready")]
    public void A_deployment_is_ready_with_as_many_pods_of_the_new_set_as_an_update_may_leave(
        string replicas, string allowed, int ready, string expected)
    {
        var strategy = $"{{type: RollingUpdate, rollingUpdate: {{maxUnavailable: {allowed}, maxSurge: 1}}}}";
        var old = Template.Replace("new", "old", StringComparison.Ordinal);
        var hashed = Template.Replace("app: web", "app: web, pod-template-hash: h", StringComparison.Ordinal);
        var item = TestObject.Of(
            "apps/v1 Deployment", $"{{spec: {{{replicas}, strategy: {strategy}, {Template}}}, status: {{observedGeneration: 2}}}}");
        var related = TestObject.Related(
            TestObject.Owned("apps/v1 ReplicaSet", "old", "u", $"{{spec: {{{old}}}, status: {{readyReplicas: 9}}}}"),
            TestObject.Owned("apps/v1 ReplicaSet", "new", "u", $"{{spec: {{{hashed}}}, status: {{readyReplicas: {ready}}}}}"));
        Assert.Equal(expected, LegacyRules.Judge(item, related).State.ToString());
    }

    [Theory]
    [InlineData("{spec: {" + Template + "}, status: {observedGeneration: 2}}", "InProgress: ReplicaSet not Available")]
    [InlineData("{spec: {paused: true, " + Template + "}}", "Ready")]
    public void A_deployment_needs_its_new_set_unless_it_is_paused(string fields, string expected)
    {
        var item = TestObject.Of("apps/v1 Deployment", fields);
        Assert.Equal(expected, TestObject.Summary(item, LegacyRules.Judge(item, TestObject.Related())));
    }

    [Theory]
    [InlineData("apps/v1 ReplicaSet", "True", "Ready")]
    [InlineData("apps/v1 ReplicaSet", "False", "InProgress: Ready: 1/2")]
    [InlineData("v1 ReplicationController", "False", "InProgress: Ready: 1/2")]
    public void Replicas_are_ready_with_all_their_pods(string kind, string second, string expected)
    {
        var item = TestObject.Of(kind, "{status: {observedGeneration: 2}}");
        var related = TestObject.Related(
            TestObject.Owned("v1 Pod", "a", "u", "{status: {conditions: [{type: Ready, status: \"True\"}]}}"),
            TestObject.Owned("v1 Pod", "b", "u", $"{{status: {{conditions: [{{type: Ready, status: \"{second}\"}}]}}}}"));
        Assert.Equal(expected, TestObject.Summary(item, LegacyRules.Judge(item, related)));
    }

    [Theory]
    [InlineData("batch", "Job", JobWait.UntilStarted, false)]
    [InlineData("batch", "Job", JobWait.UntilComplete, true)]
    [InlineData("apps", "Deployment", JobWait.UntilStarted, true)]
    [InlineData("example.com", "Deployment", JobWait.UntilStarted, false)]
    [InlineData("", "ConfigMap", JobWait.UntilStarted, false)]
    public void Only_some_kinds_are_waited_for(string group, string kind, JobWait jobs, bool expected) =>
        Assert.Equal(expected, LegacyRules.IsWaitedFor(group, kind, jobs));
}
