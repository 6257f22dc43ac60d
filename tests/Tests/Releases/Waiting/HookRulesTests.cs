using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>When hooks have done their work.</summary>
public sealed class HookRulesTests
{
    [Theory]
    [InlineData("batch/v1 Job", "{status: {startTime: \"2026-01-01T00:00:00Z\"}}", "InProgress: Job in progress")]
    [InlineData("batch/v1 Job", "{status: {conditions: [{type: Complete, status: \"True\"}]}}", "Ready")]
    [InlineData("batch/v1 Job", "{status: {failed: 1, conditions: [{type: Failed, status: \"True\"}]}}", "Failed: Job Failed. failed: 1/1")]
    [InlineData("v1 Pod", "{status: {phase: Running, conditions: [{type: Ready, status: \"True\"}]}}", "InProgress: Pod in progress")]
    [InlineData("v1 Pod", "{status: {phase: Succeeded}}", "Ready")]
    [InlineData("v1 Pod", "{status: {phase: Failed}}", "Failed: pod x failed")]
    [InlineData("apps/v1 Deployment", "{status: {conditions: [{type: Stalled, status: \"True\"}]}}", "Ready")]
    public void Jobs_and_pods_are_to_end(string kind, string fields, string expected)
    {
        var item = TestObject.Of(kind, fields);
        Assert.Equal(expected, TestObject.Summary(item, HookRules.Judge(item)));
        Assert.Equal(kind.StartsWith("apps", StringComparison.Ordinal), !HookRules.IsWaitedFor(item.Group, item.Kind));
    }
}
