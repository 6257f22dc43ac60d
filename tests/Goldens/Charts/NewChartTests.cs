using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>The chart that <c>helm create</c> writes is good as it is, in both generations.</summary>
public sealed class NewChartTests
{
    [Theory]
    [InlineData("helm")]
    [InlineData("helm3")]
    public async Task A_new_chart_renders_with_its_defaults(string program)
    {
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync(program, "create", "shop")).Exit);
        var result = await run.RunAsync(program, "template", "r", "shop");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        foreach (var kind in (string[])["ServiceAccount", "Service", "Deployment", "Pod"])
        {
            Assert.Contains($"kind: {kind}\n", result.OutputText, StringComparison.Ordinal);
        }

        Assert.Contains("image: \"nginxinc/nginx-unprivileged:1.27.0\"\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("name: r-shop\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helm")]
    [InlineData("helm3")]
    public async Task Every_switch_of_a_new_chart_renders(string program)
    {
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync(program, "create", "shop")).Exit);
        var result = await run.RunAsync(
            program, "template", "shop", "shop", "--set",
            "ingress.enabled=true,httpRoute.enabled=true,autoscaling.enabled=true,ingress.className=nginx,ingress.tls[0].secretName=t",
            "--set", "podLabels.a=b,podAnnotations.c=d,nodeSelector.e=f,resources.limits.cpu=1,volumes[0].name=v,volumeMounts[0].name=v,securityContext.runAsNonRoot=true");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        foreach (var kind in (string[])["Ingress", "HTTPRoute", "HorizontalPodAutoscaler"])
        {
            Assert.Contains($"kind: {kind}\n", result.OutputText, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("replicas:", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("name: shop\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helm")]
    [InlineData("helm3")]
    public async Task A_new_chart_meets_all_conventions(string program)
    {
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync(program, "create", "shop")).Exit);
        var result = await run.RunAsync(program, "lint", "shop", "--advise=all", "--namespace", "web");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.DoesNotContain("[WARNING]", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\n1 chart(s) linted, 0 chart(s) failed\n", result.OutputText, StringComparison.Ordinal);
    }
}
