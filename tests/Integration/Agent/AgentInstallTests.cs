using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent.Chart;
using SecretsKit.Integration.Docs;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Pipelines;
using SecretsKit.Integration.Sync;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Testing;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Integration.Agent;

/// <summary>
/// As somebody does it who follows docs/agent.md: the chart is installed on a cluster that has nothing, by our own helm; the agent runs as
/// its pod would, with the account of the release alone; the manifests of the page are applied; something is broken and put right.
/// </summary>
public sealed class AgentInstallTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guide_leads_from_nothing_to_a_Secret_and_from_a_mistake_to_its_cause()
    {
        using var vault = new FakeVault();
        vault.Do("POST", "secret/data/orders/database", """{"data":{"password":"canary-first"}}""");
        await using var server = await SecondServer.StartAsync($"/install-{Environment.ProcessId}");
        using var cluster = new ScenarioCluster(server.Url);
        using var program = new ProgramRun();
        program.Variables["KUBECONFIG"] = program.Write("kubeconfig", await AdministratorAsync(server.Url));
        var installed = await program.HelmAsync(
            "install", "secretskit-agent", RenderedChart.Folder, "-n", "secretskit", "--create-namespace",
            "--set", "image.repository=registry.example.com/secretskit-agent");
        Assert.True(installed.Exit == 0, installed.Error);
        Assert.Contains("kubectl rollout status deployment/secretskit-agent -n secretskit", installed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOTE:", installed.Output, StringComparison.Ordinal);

        // Waits until the definitions are served.
        await cluster.InstallAsync(Ct);
        foreach (var manifest in GuideManifests(vault))
        {
            await cluster.Objects.CreateAsync(Value.Of(manifest), WriteOptions.Default, Ct);
        }

        var deployment = (await cluster.Objects.GetAsync(new("apps/v1", "Deployment", "secretskit", "secretskit-agent"), Ct)).AsMap!;
        var account = deployment.Below("spec", "template", "spec").Text("serviceAccountName");
        var own = program.Write("account", await AdministratorAsync(server.Url, await TokenAsync(cluster, account)));
        await using var agent = new AgentProcess(
            [("KUBECONFIG", own)],
            RenderedChart.FlagsOf(deployment).Where(flag => !flag.Contains("-addr=", StringComparison.Ordinal)));
        await UntilAsync(cluster, "canary-first");

        await KeyAsync(cluster, "orders/databse");
        var now = await program.RunAsync("sync", "now", "orders", "-n", "shop", "--timeout", "10s");
        Assert.Equal(1, now.Exit);
        Assert.Contains("(key: orders/databse), err: Secret does not exist", now.Error, StringComparison.Ordinal);
        Assert.Contains("'secretskit sync explain orders -n shop'", now.Error, StringComparison.Ordinal);
        var explained = await program.RunAsync("sync", "explain", "orders", "-n", "shop");
        Assert.Equal(1, explained.Exit);
        Assert.Contains(
            "orders/databse, property password\n        the store has no such secret", explained.Output, StringComparison.Ordinal);
        var (_, page) = await agent.GetAsync("status", "/", Ct);
        Assert.Contains("could not get secret data from provider<small>error processing spec.data[0]", page, StringComparison.Ordinal);
        await UntilAsync(cluster, "canary-first");

        vault.Do("POST", "secret/data/orders/database", """{"data":{"password":"canary-second"}}""");
        await KeyAsync(cluster, "orders/database");
        Assert.Equal(0, (await program.RunAsync("sync", "now", "orders", "-n", "shop")).Exit);
        await UntilAsync(cluster, "canary-second");
        Assert.Equal(0, (await program.RunAsync("sync", "compare", "-A")).Exit);

        var removed = await program.HelmAsync("uninstall", "secretskit-agent", "-n", "secretskit");
        Assert.True(removed.Exit == 0, removed.Error);
        await UntilAsync(cluster, "canary-second");
        foreach (var shown in (string[])[now.Error, explained.Output, explained.Error, page, agent.Log])
        {
            Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        }
    }

    // Those of the page's first block, with the Vault of the test.
    private static IEnumerable<MapValue> GuideManifests(FakeVault vault)
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/agent.md"));
        var text = DocumentText.Blocks(page, "yaml").First()
            .Replace("https://vault.example.com:8200", vault.Url, StringComparison.Ordinal)
            .Replace("hvs.the-token", vault.RootToken, StringComparison.Ordinal);
        return
        [
            RenderedChart.Read("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"),
            .. text.Split("---\n").Select(RenderedChart.Read),
        ];
    }

    private static async Task KeyAsync(ScenarioCluster cluster, string key) => await cluster.Objects.PatchAsync(
        new("external-secrets.io/v1", "ExternalSecret", "shop", "orders"),
        ObjectPatch.JsonMerge(RenderedChart.Read(
            $$"""{spec: {data: [{secretKey: password, remoteRef: {key: {{key}}, property: password} }]} }""")),
        new(), Ct);

    private static Task UntilAsync(ScenarioCluster cluster, string value) => InProcessAgent.UntilAsync(async () =>
        (await cluster.Objects.FindAsync(new("v1", "Secret", "shop", "orders-database"), Ct)).AsMap is { } secret
            && SecretData.Read(secret)["password"]?.RevealText() == value);

    // The administrator's, or that of an account with a token.
    private static async Task<string> AdministratorAsync(string server, string? token = null)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Cluster.Folder, "kubeconfig"), Ct);
        return string.Join('\n', lines.Select(line =>
            line.Contains("server: ", StringComparison.Ordinal) ? line.Replace(line.Split('"')[1], server, StringComparison.Ordinal)
            : token is not null && line.Contains("name: admin, user: {client", StringComparison.Ordinal)
                ? $"- {{name: admin, user: {{token: {token}}}}}"
            : line)) + "\n";
    }

    private static async Task<string> TokenAsync(ScenarioCluster cluster, string account)
    {
        var answer = await cluster.Objects.Client.SendAsync(
            new(HttpMethod.Post, $"/api/v1/namespaces/secretskit/serviceaccounts/{account}/token")
            {
                Body = HttpBody.FromBytes(
                    Encoding.UTF8.GetBytes("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}"""), ApiMedia.Json),
            },
            Ct);
        return answer.AsMap!.Child("status")!.Text("token");
    }
}
