using System.Runtime.Versioning;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>Which kinds a server has, and what of that is asked for again.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServerResourcesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asks_for_one_version_of_a_group_once_and_for_nothing_in_a_later_run()
    {
        using var api = new ScriptedApi(_ => null);
        var resources = api.Resources();
        var found = await resources.FindAsync("apps/v1", "Deployment", Ct);
        Assert.Equal(("deployments", true, "apps/v1"), (found!.Name, found.IsNamespaced, found.ApiVersion));
        Assert.Equal("/apis/apps/v1/namespaces/a%2Fb/deployments/web", found.PathOfOne("a/b", "web"));
        Assert.NotNull(await resources.FindAsync("apps/v1", "Deployment", Ct));
        Assert.NotNull(await api.Resources().FindAsync("apps/v1", "Deployment", Ct));
        Assert.Equal(["GET /apis/apps/v1"], api.Sent);
    }

    [Fact]
    public async Task A_kind_that_the_cache_does_not_have_is_asked_for_once_more()
    {
        var kinds = "";
        using var api = new ScriptedApi(request => request.Target != "/apis/demo.example.com/v1" ? null : ServedAnswer.Kept(
            $$"""{"kind":"APIResourceList","groupVersion":"demo.example.com/v1","resources":[{{kinds}}]}"""));
        Assert.Null(await api.Resources().FindAsync("demo.example.com/v1", "Gadget", Ct));
        kinds = """{"name":"gadgets","namespaced":true,"kind":"Gadget","verbs":["get"]}""";
        var second = api.Resources();
        Assert.NotNull(await second.FindAsync("demo.example.com/v1", "Gadget", Ct));
        Assert.Null(await second.FindAsync("demo.example.com/v1", "Widget", Ct));
        Assert.Null(await second.FindAsync("demo.example.com/v1", "Widget", Ct));
        Assert.Equal(2, api.Sent.Count());
        second.Forget();
        Assert.Null(await second.FindAsync("demo.example.com/v1", "Widget", Ct));
        Assert.Equal(3, api.Sent.Count());
    }

    [Theory]
    [InlineData("none.example.com/v1", 1)]
    [InlineData("../../../etc/v1", 0)]
    [InlineData("../v1", 0)]
    [InlineData("", 0)]
    [InlineData("apps/v1/x", 0)]
    public async Task A_version_that_no_server_has_gives_no_kind(string apiVersion, int requests)
    {
        using var api = new ScriptedApi(_ => null);
        Assert.Null(await api.Resources().FindAsync(apiVersion, "Deployment", Ct));
        Assert.Equal(requests, api.Sent.Count());
    }

    [Fact]
    public async Task A_failing_group_does_not_hide_the_others()
    {
        using var api = new ScriptedApi(request => request.Target == "/apis/metrics.k8s.io/v1"
            ? ScriptedApi.Refusal(503, "ServiceUnavailable", "the metrics server is away")
            : null);
        var all = await api.Resources().AllAsync(Ct);
        Assert.Equal(["metrics.k8s.io/v1"], all.Failures.Keys);
        Assert.Equal("the metrics server is away", all.Failures["metrics.k8s.io/v1"].Message);
        Assert.Equal(
            ["apps/v1", "apps/v1/Deployment", "apps/v1/Scale", "metrics.k8s.io/v1", "v1", "v1/ConfigMap", "v1/Namespace"], all.ApiVersions);
        Assert.Equal("Deployment", all.Find("deploy")!.Kind);
        Assert.Equal("Deployment", all.Find("deployments.apps")!.Kind);
        Assert.Null(all.Find("deployments.other"));
    }

    [Fact]
    public async Task Caches_as_other_clients_do()
    {
        using var api = new ScriptedApi(_ => null);
        await api.Resources().AllAsync(Ct);
        var file = Path.Combine(api.CacheFolder, "v1", "serverresources.json");
        Assert.StartsWith(
            """{"apiVersion":"v1","groupVersion":"v1","kind":"APIResourceList",""",
            await File.ReadAllTextAsync(file, Ct),
            StringComparison.Ordinal);
        Assert.Contains(
            """{"name":"","preferredVersion":{"groupVersion":"v1","version":"v1"},"versions":[{"groupVersion":"v1","version":"v1"}]}""",
            await File.ReadAllTextAsync(Path.Combine(api.CacheFolder, "servergroups.json"), Ct), StringComparison.Ordinal);
        Assert.Equal("660", Convert.ToString((int)File.GetUnixFileMode(file), 8));
        Assert.Equal(0, (int)(File.GetUnixFileMode(Path.GetDirectoryName(file)!) & ~(UnixFileMode)0b111_101_000));
        Assert.False(Directory.Exists(Path.Combine(api.CacheFolder, "metrics.k8s.io")));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(7, 1)]
    [InlineData(-1, 1)]
    public async Task A_document_counts_for_six_hours(int hours, int requests)
    {
        using var api = new ScriptedApi(_ => null);
        await api.Resources().FindAsync("apps/v1", "Deployment", Ct);
        var file = Path.Combine(api.CacheFolder, "apps", "v1", "serverresources.json");
        File.SetLastWriteTimeUtc(file, api.Clock.GetUtcNow().UtcDateTime - TimeSpan.FromHours(hours));
        await api.Resources().FindAsync("apps/v1", "Deployment", Ct);
        Assert.Equal(1 + requests, api.Sent.Count());
    }

    [Fact]
    public async Task A_damaged_document_is_asked_for_again_and_an_unwritable_folder_is_no_failure()
    {
        using var api = new ScriptedApi(_ => null);
        await api.Resources().FindAsync("apps/v1", "Deployment", Ct);
        var file = Path.Combine(api.CacheFolder, "apps", "v1", "serverresources.json");
        await File.WriteAllTextAsync(file, "{\"resour", Ct);
        Assert.NotNull(await api.Resources().FindAsync("apps/v1", "Deployment", Ct));
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.NotNull(await api.Resources().FindAsync("apps/v1", "Deployment", Ct));
        Assert.Equal(3, api.Sent.Count());
    }

    [Theory]
    [InlineData("https://127.0.0.1:6443", null, "/h/.kube/cache/discovery/127.0.0.1_6443")]
    [InlineData("https://[::1]:6443/base", "/c", "/c/discovery/___1__6443/base")]
    [InlineData("https://a/../../b", "/c", "/c/discovery/a/b")]
    public void Finds_the_folder_of_a_server(string server, string? variable, string folder)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = "/h" };
        if (variable is not null)
        {
            variables[DiscoveryCache.FolderVariable] = variable;
        }

        Assert.Equal(folder, DiscoveryCache.For(new(variables, "/"), TimeProvider.System, server)!.Folder);
    }
}
