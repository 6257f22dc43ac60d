namespace SecretsKit.Integration.Platform;

public sealed class ProcessHardeningTests
{
    [Fact]
    public async Task Leaves_no_core_dump()
    {
        var run = await ProbeRun.Run("probe", "harden");
        Assert.StartsWith("True\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^Max core file size +0 +0 ", run.Output);
    }
}
