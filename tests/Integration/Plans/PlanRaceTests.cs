using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Plans;

/// <summary>An object that changes between comparison and write is not written: the server refuses, and the record says why.</summary>
public sealed class PlanRaceTests
{
    [Theory]
    [InlineData("helm3", "changed", "ConfigMap NS/r-one: data.a is changed")]
    [InlineData("helm4", "changed", "ConfigMap NS/r-one: data.a is changed")]
    [InlineData("helm3", "deleted", "ConfigMap NS/r-one: it is gone")]
    [InlineData("helm4", "deleted", "ConfigMap NS/r-one: it is gone")]
    [InlineData("helm3", "appeared", "ConfigMap NS/r-three: it is there now and was not")]
    [InlineData("helm4", "appeared", "ConfigMap NS/r-three: it is there now and was not")]
    [InlineData("helm4", "to be deleted changed", "ConfigMap NS/r-two: data.a is changed")]
    [InlineData("helm3", "hook changed", "ConfigMap NS/r-hook: data.a is changed")]
    [InlineData("helm4", "hook changed", "ConfigMap NS/r-hook: data.a is changed")]
    [InlineData("helm3", "hook appeared", "ConfigMap NS/r-second: it is there now and was not")]
    [InlineData("helm4", "hook appeared", "ConfigMap NS/r-second: it is there now and was not")]
    public async Task A_change_before_the_write_stops_the_plan(string tool, string change, string expected)
    {
        using var bench = await PlanBench.CreateAsync(tool);
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync();
        var changed = 0;
        var name = change switch
        {
            "appeared" => "r-three",
            "to be deleted changed" => "r-two",
            "hook changed" => "r-hook",
            "hook appeared" => "r-second",
            _ => "r-one",
        };
        using var proxy = new ApiProxy(request =>
        {
            if (IsWriteOf(request, name) && Interlocked.Increment(ref changed) == 1)
            {
                Task.Run(() => ChangeAsync(bench, change, name)).Wait(TestContext.Current.CancellationToken);
            }

            return ProxyFault.None;
        });
        bench.Program.Variables["KUBECONFIG"] = bench.Program.Write("proxied", proxy.Kubeconfig());
        var result = await bench.ApplyAsync();
        Assert.Equal(1, result.Exit);
        Assert.Contains("the plan stopped: this was changed while it was applied", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("NS", bench.Namespace, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed", "2:failed"], await bench.RecordsAsync());
        Assert.Equal(change == "deleted" ? null : "somebody", await bench.ValueAsync(name));
    }

    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public async Task A_write_is_repeated_where_what_moved_was_not_reviewed(string tool)
    {
        using var bench = await PlanBench.CreateAsync(tool);
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync();
        var count = 0;
        using var proxy = new ApiProxy(request =>
        {
            if (request.Method == "PATCH" && request.Path.EndsWith("/deployments/r-web", StringComparison.Ordinal)
                && Interlocked.Increment(ref count) == 1)
            {
                Task.Run(() => bench.ChangeAsync("deployments/r-web/status", """{"status":{"observedGeneration":7}}"""))
                    .Wait(TestContext.Current.CancellationToken);
            }

            return ProxyFault.None;
        });
        bench.Program.Variables["KUBECONFIG"] = bench.Program.Write("proxied", proxy.Kubeconfig());
        (await bench.ApplyAsync()).Succeeds();
        Assert.True(count > 1);
        var deployment = (await bench.Calls.FindAsync(bench.PathOf("deployments/r-web")))!;
        Assert.Equal("web:2", deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_two_that_apply_at_once_one_is_refused()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync();
        var begun = 0;
        using var proxy = new ApiProxy(request =>
        {
            // The record: the other one comes first.
            if (request.Method == "POST" && request.Path.EndsWith("/secrets", StringComparison.Ordinal)
                && Interlocked.Increment(ref begun) == 1)
            {
                Task.Run(() => bench.Program.RunAsync("plan", "apply", "plan.enc", "--kubeconfig", Direct()))
                    .Wait(TestContext.Current.CancellationToken);
            }

            return ProxyFault.None;
        });
        bench.Program.Variables["KUBECONFIG"] = bench.Program.Write("proxied", proxy.Kubeconfig());
        var result = await bench.ApplyAsync();
        Assert.Equal(3, result.Exit);
        Assert.Contains("release r: the plan was applied already: revision 2 is deployed", result.Error, StringComparison.Ordinal);
        Assert.Equal(["1:superseded", "2:deployed"], await bench.RecordsAsync());

        static string Direct() => Path.Combine(Kubernetes.Cluster.Folder, "kubeconfig");
    }

    // Objects that the server applies are made by a create request.
    private static bool IsWriteOf(ProxiedRequest request, string name) => request.IsWrite
        && (request.Path.EndsWith($"/configmaps/{name}", StringComparison.Ordinal)
            || (request.Method == "POST" && request.Path.EndsWith("/configmaps", StringComparison.Ordinal)
                && System.Text.Encoding.UTF8.GetString(request.Body).Contains($"\"{name}\"", StringComparison.Ordinal)));

    private static Task ChangeAsync(PlanBench bench, string change, string name) => change switch
    {
        "deleted" => bench.Calls.RemoveAsync(bench.PathOf("configmaps/" + name)),
        "appeared" or "hook appeared" => bench.MakeAsync(name),
        _ => bench.ChangeAsync("configmaps/" + name, """{"data":{"a":"somebody"}}"""),
    };
}
