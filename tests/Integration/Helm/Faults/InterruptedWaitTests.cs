using System.Net;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>What a deploy waits for is lost from sight, deleted, or slow to see.</summary>
public sealed class InterruptedWaitTests
{
    // What is dropped in one wait: more than there are collections, so that some break off twice.
    private const int Drops = 6;

    private const string Migration = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate, annotations: {helm.sh/hook: pre-upgrade}}
        spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example.com/migrate:1"}]}}}
        """;

    /// <summary>Watches end in the middle, or with the answer that their state is forgotten, which takes a new list.</summary>
    [Theory]
    [InlineData("3", "broken off")]
    [InlineData("4", "broken off")]
    [InlineData("4", "expired")]
    [InlineData("4", "refused")]
    public async Task A_watch_that_is_dropped_is_taken_up_again(string generation, string how)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        await deploy.InstallAsync();
        var watches = 0;
        deploy.Proxy.Fault = request => !ProxiedDeploy.IsWatch(request) || Interlocked.Increment(ref watches) > Drops ? ProxyFault.None
            : how switch
            {
                "broken off" => ProxyFault.LostAnswer,
                "expired" => ProxyFault.Answer(HttpStatusCode.Gone),
                _ => ProxyFault.Answer(HttpStatusCode.ServiceUnavailable, retryAfter: 0),
            };
        var upgrade = deploy.Start("upgrade", "shop", "chart", "--set", "value=two", "--wait", "--timeout", "5m");
        while (Volatile.Read(ref watches) <= Drops)
        {
            Assert.False(upgrade.Result.IsCompleted, "it ended without another watch");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        deploy.Bench.Place.PlayNode(ProxiedDeploy.ReadyPod);
        (await upgrade.Result).Succeeds();
        await deploy.IsDeployedAsync("two");
    }

    /// <summary>To Helm 3 a hook that is gone has done its work; Helm 4 waits for it until the time is over.</summary>
    [Theory]
    [InlineData("3", "")]
    [InlineData("4", "pre-upgrade hooks failed: resource Job/NS/migrate not ready. status: NotFound")]
    public async Task A_hook_that_is_deleted_while_it_is_waited_for_is_gone(string generation, string expected)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        await deploy.InstallAsync();
        deploy.Bench.Program.Write("chart/templates/migrate.yaml", Migration);
        string[] words = ["upgrade", "shop", "chart", "--set", "value=two", "--timeout", "8s"];
        deploy.Proxy.Clear();
        var upgrade = deploy.Start(words);
        await deploy.IsAskedAsync(request => ProxiedDeploy.IsWatch(request) && request.Path.EndsWith("/jobs", StringComparison.Ordinal));
        await deploy.Calls.RemoveAsync($"/apis/batch/v1/namespaces/{deploy.Namespace}/jobs/migrate?propagationPolicy=Background");
        var result = await upgrade.Result;
        if (expected.Length > 0)
        {
            Assert.Equal(1, result.Exit);
            Assert.Contains(expected.Replace("NS", deploy.Namespace, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
            Assert.Equal(["1 deployed", "2 failed"], await deploy.RecordsAsync());
            Assert.Equal("one", await deploy.ValueAsync());
            deploy.Bench.Place.PlayNode("{phase: Succeeded}");
            result = await deploy.HelmAsync([.. words, "--timeout", "2m"]);
        }

        result.Succeeds();
        await deploy.IsDeployedAsync("two");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task A_slow_server_is_waited_for(string generation)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        deploy.Bench.Place.PlayNode(ProxiedDeploy.ReadyPod);
        deploy.Proxy.Fault = _ => ProxyFault.None with { Delay = TimeSpan.FromMilliseconds(300) };
        await deploy.InstallAsync();
        (await deploy.HelmAsync("upgrade", "shop", "chart", "--set", "value=two", "--wait", "--timeout", "5m")).Succeeds();
        await deploy.IsDeployedAsync("two");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task A_server_that_is_too_slow_to_show_readiness_ends_the_wait_at_its_time(string generation)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        await deploy.InstallAsync();
        deploy.Proxy.Fault = request => request.Method == "GET"
            && (request.Path.EndsWith("/deployments", StringComparison.Ordinal) || request.Path.EndsWith("/pods", StringComparison.Ordinal))
                ? ProxyFault.None with { Delay = TimeSpan.FromMinutes(2) }
                : ProxyFault.None;
        var result = await deploy.HelmAsync("upgrade", "shop", "chart", "--set", "value=two", "--wait", "--timeout", "3s");
        Assert.Equal(1, result.Exit);
        Assert.Contains("context deadline exceeded", result.Error, StringComparison.Ordinal);
        Assert.Equal(["1 deployed", "2 failed"], await deploy.RecordsAsync());
    }
}
