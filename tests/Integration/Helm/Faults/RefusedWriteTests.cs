using System.Net;
using System.Text.Json.Nodes;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// The API server refuses writes for reasons that are no rights: they are named as it names them, and a second run converges.
/// </summary>
public sealed class RefusedWriteTests
{
    private static readonly string[] Upgrade = ["upgrade", "shop", "chart", "--set", "value=two,extra=true"];

    [Theory]
    [InlineData("3", "failed to create resource: admission webhook")]
    [InlineData("4", "failed to create resource: server-side apply failed for object NS/shop-web /v1, Kind=Service: admission webhook")]
    public async Task A_webhook_that_rejects_is_quoted_and_nothing_is_half_recorded(string generation, string expected)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        (await deploy.HelmAsync("install", "shop", "chart", "--set", "extra=false")).Succeeds();
        await using var webhook = await AdmissionWebhook.StartAsync(deploy.Calls, deploy.Namespace);
        var refused = await deploy.HelmOnTerminalAsync(Upgrade);
        Assert.Equal(1, refused.Exit);
        Assert.Contains(
            $"{expected.Replace("NS", deploy.Namespace, StringComparison.Ordinal)} \"{AdmissionWebhook.Name}\" denied the request: "
            + AdmissionWebhook.Sentence,
            refused.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("lacks the verb", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["1 deployed", "2 failed"], await deploy.RecordsAsync());
        await webhook.RemoveAsync();
        (await deploy.HelmAsync(Upgrade)).Succeeds();
        await deploy.IsDeployedAsync("two");
    }

    [Theory]
    [InlineData("3", "--atomic", "atomic")]
    [InlineData("4", "--rollback-on-failure", "rollback-on-failure")]
    public async Task A_webhook_that_does_not_answer_is_named_and_the_upgrade_rolled_back(string generation, string flag, string reason)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        deploy.Bench.Place.PlayNode(ProxiedDeploy.ReadyPod);
        (await deploy.HelmAsync("install", "shop", "chart", "--set", "extra=false")).Succeeds();
        await using var webhook = await AdmissionWebhook.StartAsync(deploy.Calls, deploy.Namespace);
        await webhook.StopAsync();
        var refused = await deploy.HelmAsync([.. Upgrade, flag, "--timeout", "2m"]);
        Assert.Equal(1, refused.Exit);
        Assert.Contains($"has been rolled back due to {reason} being set: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"failed calling webhook \"{AdmissionWebhook.Name}\"", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["1 superseded", "2 failed", "3 deployed"], await deploy.RecordsAsync());
        Assert.Equal("one", await deploy.ValueAsync());
    }

    [Fact]
    public async Task An_install_into_a_namespace_in_deletion_says_so_and_writes_nothing()
    {
        await using var deploy = await ProxiedDeploy.CreateAsync("4");
        await HoldAsync(deploy);
        await deploy.Calls.SendAsync("DELETE", $"/api/v1/namespaces/{deploy.Namespace}");
        var refused = await deploy.HelmOnTerminalAsync("install", "shop", "chart");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("because it is being terminated", refused.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"hint: the namespace {deploy.Namespace} is being deleted: deploy again, with --create-namespace, when it is gone",
            refused.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("lacks the verb", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("releases need the verbs", refused.Error, StringComparison.Ordinal);
        await ReleaseAsync(deploy);
        (await deploy.HelmAsync("install", "shop", "chart", "--create-namespace")).Succeeds();
        await deploy.IsDeployedAsync("one");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task A_namespace_that_is_deleted_in_the_middle_is_named_and_a_second_run_makes_it_again(string generation)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        await HoldAsync(deploy);
        var (writes, isDeleted) = (0, 0);
        deploy.Proxy.Fault = request =>
        {
            // The record is there, then the namespace goes.
            if (request.IsWrite && Interlocked.Increment(ref writes) == 3)
            {
                Task.Run(() => deploy.Calls.SendAsync("DELETE", $"/api/v1/namespaces/{deploy.Namespace}"))
                    .Wait(TestContext.Current.CancellationToken);
                Volatile.Write(ref isDeleted, 1);
            }

            return ProxyFault.None;
        };
        var refused = await deploy.HelmOnTerminalAsync("install", "shop", "chart");
        Assert.Equal((1, 1), (refused.Exit, Volatile.Read(ref isDeleted)));
        Assert.Contains("because it is being terminated", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"the namespace {deploy.Namespace} is being deleted", refused.Error, StringComparison.Ordinal);
        deploy.Proxy.Fault = _ => ProxyFault.None;
        await ReleaseAsync(deploy);
        (await deploy.HelmAsync("upgrade", "--install", "shop", "chart", "--create-namespace")).Succeeds();
        await deploy.IsDeployedAsync("one");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task A_token_that_expires_in_the_middle_leaves_what_recover_repairs(string generation)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        await deploy.InstallAsync();
        var writes = 0;
        deploy.Proxy.Fault = request => (request.IsWrite ? Interlocked.Increment(ref writes) : Volatile.Read(ref writes)) >= 4
            ? ProxyFault.Answer(HttpStatusCode.Unauthorized)
            : ProxyFault.None;
        var expired = await deploy.HelmAsync(Upgrade);
        Assert.Equal(1, expired.Exit);
        Assert.Contains("Error: UPGRADE FAILED: ", expired.Error, StringComparison.Ordinal);
        Assert.Equal(["1 deployed", "2 pending-upgrade"], await deploy.RecordsAsync());
        await deploy.RecoverAsync();
        (await deploy.HelmAsync(Upgrade)).Succeeds();
        await deploy.IsDeployedAsync("two");
    }

    // Keeps the namespace from going at once.
    private static async Task HoldAsync(ProxiedDeploy deploy) => await deploy.Calls.SendAsync(
        "POST",
        $"/api/v1/namespaces/{deploy.Namespace}/configmaps",
        JsonNode.Parse("""{"metadata":{"name":"held","finalizers":["example.com/held"]}}"""));

    private static async Task ReleaseAsync(ProxiedDeploy deploy)
    {
        await deploy.Calls.SendAsync(
            "PATCH",
            $"/api/v1/namespaces/{deploy.Namespace}/configmaps/held",
            JsonNode.Parse("""{"metadata":{"finalizers":null}}"""),
            ApiMedia.MergePatch);
        while (await deploy.Calls.FindAsync($"/api/v1/namespaces/{deploy.Namespace}") is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }
}
