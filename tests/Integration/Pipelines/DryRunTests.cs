using System.Diagnostics;
using SecretsKit.Integration.Kubernetes;

namespace SecretsKit.Integration.Pipelines;

/// <summary>P-150: what a deploy would write, tried by kubectl behind a pipe, and by the program itself.</summary>
public sealed class DryRunTests
{
    [Theory]
    [InlineData("client", "(dry run)")]
    [InlineData("server", "(server dry run)")]
    public async Task A_rendering_can_be_piped_into_a_dry_run_of_kubectl(string side, string mark)
    {
        await using var bench = await DeployBench.CreateAsync();
        var rendered = (await bench.Program.HelmAsync(bench.Words("template", "shop", "chart"))).Succeeds().Output;
        var start = new ProcessStartInfo("kubectl", bench.Words("apply", "--dry-run=" + side, "-f", "-"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["KUBECONFIG"] = Path.Combine(Cluster.Folder, "kubeconfig");
        start.Environment["HOME"] = bench.Program.Path;
        using var kubectl = Process.Start(start)!;
        await kubectl.StandardInput.WriteAsync(rendered);
        kubectl.StandardInput.Close();
        var printed = await kubectl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await kubectl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kubectl.ExitCode);
        foreach (var item in (string[])["configmap/shop-config", "secret/shop-secret", "service/shop-web", "deployment.apps/shop-web"])
        {
            Assert.Contains($"{item} created {mark}\n", printed, StringComparison.Ordinal);
        }

        Assert.False(await bench.IsThereAsync("shop-config"));
    }

    [Theory]
    [InlineData("3", "client")]
    [InlineData("3", "server")]
    [InlineData("4", "client")]
    [InlineData("4", "server")]
    public async Task A_dry_run_renders_and_writes_nothing(string generation, string side)
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["SECRETSKIT_HELM"] = generation;
        var shown = (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart", "--dry-run=" + side))).Succeeds();
        Assert.Contains("name: \"shop-config\"", shown.Output, StringComparison.Ordinal);
        Assert.False(await bench.IsThereAsync("shop-config"));
        Assert.Equal(1, (await bench.Program.HelmAsync(bench.Words("status", "shop"))).Exit);
    }

    [Fact]
    public async Task A_dry_run_of_the_server_shows_exactly_what_an_upgrade_would_change()
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        var shown = await bench.Program.HelmAsync(
            bench.Words("diff", "upgrade", "shop", "chart", "--set", "value=two", "--exact", "--output", "simple"));
        Assert.Contains("shop-config, ConfigMap (v1) to be changed.", shown.Succeeds().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("shop-reader", shown.Output, StringComparison.Ordinal);
    }
}
