using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>What is wrong with the pods of a workload.</summary>
public sealed class PodDiagnosisTests
{
    [Theory]
    [InlineData("{status: {phase: Running, containerStatuses: [{name: a, state: {running: {}}}]}}", "")]
    [InlineData(
        "{status: {conditions: [{type: PodScheduled, status: \"False\", reason: Unschedulable, message: 0/3 nodes are available}]}}",
        "Unschedulable : 0/3 nodes are available")]
    [InlineData(
        "{status: {containerStatuses: [{name: a, state: {waiting: {reason: ImagePullBackOff, message: \"Back-off pulling image\"}}}]}}",
        "ImagePull a: Back-off pulling image")]
    [InlineData("{status: {containerStatuses: [{name: a, state: {waiting: {reason: ErrImagePull}}}]}}", "ImagePull a: ErrImagePull")]
    [InlineData(
        "{status: {containerStatuses: [{name: a, state: {waiting: {reason: CreateContainerConfigError, "
            + "message: \"secret s not found\"}}}]}}",
        "ContainerNotStarted a: secret s not found")]
    [InlineData(
        "{status: {containerStatuses: [{name: a, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff, message: back-off}}, "
            + "lastState: {terminated: {reason: Error, exitCode: 3}}}]}}",
        "CrashLoop a: Error (exit code 3)")]
    [InlineData(
        "{status: {initContainerStatuses: [{name: i, state: {terminated: {reason: OOMKilled, exitCode: 137}}}]}}",
        "ContainerFailed i: OOMKilled (exit code 137)")]
    [InlineData("{status: {initContainerStatuses: [{name: i, state: {terminated: {reason: Completed, exitCode: 0}}}]}}", "")]
    [InlineData("{status: {phase: Failed, message: evicted}}", "PodFailed : evicted")]
    public void Pods(string fields, string expected) => Assert.Equal(expected, Problems(TestObject.Of("v1 Pod", fields)));

    [Fact]
    public void Pods_are_found_by_way_of_sets_and_those_that_cannot_be_made_by_the_condition_of_the_set()
    {
        var deployment = TestObject.Of("apps/v1 Deployment", "{}");
        var related = new[]
        {
            TestObject.Owned(
                "apps/v1 ReplicaSet",
                "set",
                "u",
                "{status: {conditions: [{type: ReplicaFailure, status: \"True\", message: exceeded quota}]}}"),
            TestObject.Owned("v1 Pod", "p", "set", "{status: {containerStatuses: [{name: a, state: {waiting: {reason: ErrImagePull}}}]}}"),
            TestObject.Owned("v1 Pod", "q", "another", "{status: {phase: Failed}}"),
        };
        Assert.Equal("NotCreated : exceeded quota; ImagePull a: ErrImagePull", Problems(deployment, related));
    }

    [Fact]
    public void Five_problems_are_enough()
    {
        var pods = Enumerable.Range(0, 9).Select(at => TestObject.Owned("v1 Pod", $"p{at}", "u", "{status: {phase: Failed}}"));
        Assert.Equal(5, PodDiagnosis.Of(TestObject.Of("apps/v1 StatefulSet", "{}"), TestObject.Related([.. pods])).Count);
    }

    private static string Problems(LiveObject item, params ReadOnlySpan<LiveObject> related) => string.Join(
        "; ", PodDiagnosis.Of(item, TestObject.Related(related)).Select(one => $"{one.Kind} {one.Container}: {one.Detail}"));
}
