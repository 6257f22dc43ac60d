using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>Custom resources under --track: all conditions that tell whether they work.</summary>
public sealed class ConditionRulesTests
{
    [Theory]
    [InlineData("[]", "Ready")]
    [InlineData("[{type: Synced, status: \"False\"}]", "Ready")]
    [InlineData("[{type: Ready, status: \"True\"}, {type: Available, status: \"False\", message: one node}]", "InProgress: one node")]
    [InlineData("[{type: Healthy, status: Unknown, reason: Checking}]", "InProgress: Healthy: Checking")]
    [InlineData("[{type: Programmed, status: \"False\"}]", "InProgress: Programmed is False")]
    [InlineData("[{type: Ready, status: \"True\", observedGeneration: 1}]", "InProgress: 1 of 2")]
    [InlineData("[{type: Ready, status: \"True\", observedGeneration: 2}]", "Ready")]
    [InlineData("[{type: Ready, status: \"False\"}, {type: Failed, status: \"True\", message: no quota}]", "Failed: no quota")]
    [InlineData("[{type: Failed, status: \"False\", message: no quota}]", "Ready")]
    public void Conditions_count_for_the_current_generation(string conditions, string expected)
    {
        var (state, cause, have, want, detail) = ConditionRules.Judge(
            TestObject.Of("example.com/v1 Widget", $"{{metadata: {{name: x, generation: 2}}, status: {{conditions: {conditions}}}}}"));
        var text = cause == ReadinessCause.GenerationNotObserved ? $"{have} of {want}" : detail;
        Assert.Equal(expected, text.Length > 0 ? $"{state}: {text}" : state.ToString());
    }
}
