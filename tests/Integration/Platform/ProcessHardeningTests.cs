using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Platform;

public sealed class ProcessHardeningTests
{
    [Fact]
    public async Task Takes_effect_and_leaves_the_limits_of_our_children_alone()
    {
        var before = await ProbeRun.Run("sh", "-c", "ulimit -Hc");
        var run = await ProbeRun.Run("probe", "harden");
        Assert.StartsWith("True\n", run.Output, StringComparison.Ordinal);
        Assert.Matches($"(?m)^Max core file size +[a-z0-9]+ +{before.Output.Trim()} ", run.Output);
    }

    [Fact]
    public async Task The_program_dumps_no_core_even_where_others_do()
    {
        using var bench = new Workbench();
        bench.Write("waits", "#!/bin/sh\necho $$ >started\nexec sleep 60\n", executable: true);
        // The editor shows that the core limit reached our children: what kept the program from a dump is its own doing.
        var run = await bench.RunAsync(
            "bash",
            "-c",
            "ulimit -c unlimited; EDITOR=./waits ./sops edit new.yaml --age $RECIPIENT & until [ -s started ]; do sleep 0.02; done; " +
            "kill -ABRT $!; wait $!; echo $?; kill $(cat started); ls | grep -c '^core'");
        Assert.Equal("134\n0\n", run.OutputText);
        Assert.DoesNotContain("core dumped", run.ErrorText, StringComparison.Ordinal);
    }
}
