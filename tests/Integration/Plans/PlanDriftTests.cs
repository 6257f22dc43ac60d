using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Integration.Plans;

/// <summary>A plan is refused, before anything is written, if anything that it is about has changed since; the error names it.</summary>
public sealed class PlanDriftTests
{
    private const int Refused = 3;
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// <summary>What happens between plan and apply, and what the error says of it.</summary>
    public static TheoryData<string, string> Drifts => new()
    {
        { "changed", "ConfigMap NS/r-one: data.a is changed" },
        { "unchanged by the plan", "ConfigMap NS/r-leak: data.more is added" },
        { "field added", "Deployment NS/r-web: spec.paused is added" },
        { "deleted", "ConfigMap NS/r-one: it is gone" },
        { "appeared", "ConfigMap NS/r-three: it is there now and was not" },
        { "secret changed", "Secret NS/r-secret: data.password is changed" },
        { "hook appeared", "ConfigMap NS/r-second: it is there now and was not" },
        { "hook changed", "ConfigMap NS/r-hook: data.a is changed" },
        { "namespace anew", "namespace NS: it was deleted and made anew" },
        { "replaced", "Secret NS/r-secret: it was deleted and made anew, " },
        { "to be deleted changed", "ConfigMap NS/r-two: data.a is changed" },
        { "newer revision", "release r: revision 2 (deployed) is the last one, and the plan starts from revision 1" },
        { "record failed", "release r: revision 1 is failed, and was deployed" },
        { "record changed", "release r: the record of revision 1 was changed or deleted" },
        { "record deleted", "release r: it is gone, and the plan starts from revision 1" },
        { "other namespace", "namespace: elsewhere is named, and the plan is for NS" },
        { "other storage", "release r: it is gone, and the plan starts from revision 1" },
    };

    [Theory, MemberData(nameof(Drifts))]
    public async Task Drift_is_refused(string drift, string expected)
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync();
        var words = await DriftAsync(bench, drift);
        var before = await bench.RecordsAsync();
        var result = await bench.ApplyAsync(words);
        Assert.Equal(Refused, result.Exit);
        Assert.Contains(expected.Replace("NS", bench.Namespace, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
        Assert.Contains("the plan was not applied, nothing was changed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(PlanBench.Canary, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await bench.RecordsAsync());
        Assert.NotEqual("2", await bench.ValueAsync(drift == "newer revision" ? "r-three" : "r-one"));
    }

    [Fact]
    public async Task An_installation_into_a_namespace_that_was_made_anew_is_refused()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.PlanUpgradeAsync("--install");
        await bench.MakeNamespaceAnewAsync();
        var result = await bench.ApplyAsync();
        Assert.Equal(Refused, result.Exit);
        Assert.Contains($"namespace {bench.Namespace}: it was deleted and made anew", result.Error, StringComparison.Ordinal);
        Assert.Empty(await bench.RecordsAsync());
    }

    // A controller removes what hooks leave, and a hook itself when it ended.
    [Fact]
    public async Task An_object_of_a_hook_that_is_gone_is_no_drift()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync();
        await bench.Calls.RemoveAsync(bench.PathOf("configmaps/r-hook"));
        (await bench.ApplyAsync()).Succeeds();
        Assert.Equal(["1:superseded", "2:deployed"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task A_plan_of_another_cluster_is_refused_under_whatever_name_that_is_reached()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.InstallAsync();

        // The same server under another name is the same cluster; one whose first namespace is another one is not.
        await bench.PlanUpgradeAsync();
        using var proxy = new ApiProxy();
        bench.Program.Variables["KUBECONFIG"] = bench.Program.Write("proxied", proxy.Kubeconfig());
        proxy.Fault = request => request.Path.EndsWith("/namespaces/kube-system", StringComparison.Ordinal)
            ? ProxyFault.Body("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-system","uid":"of-another"}}""")
            : ProxyFault.None;
        var result = await bench.ApplyAsync();
        Assert.Equal(Refused, result.Exit);
        Assert.Contains($"cluster: this is http://127.0.0.1:{proxy.Port}, and the plan is for ", result.Error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed"], await bench.RecordsAsync());
        proxy.Fault = _ => ProxyFault.None;
        (await bench.ApplyAsync()).Succeeds();
    }

    [Fact]
    public async Task A_definition_that_changed_meanwhile_is_refused()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        var group = $"{bench.Namespace}.example.com";
        bench.Program.Write("boxes/Chart.yaml", "apiVersion: v2\nname: boxes\nversion: 1.0.0\n");
        bench.Program.Write("boxes/crds/box.yaml", Definition(group));
        bench.Program.Write("boxes/templates/box.yaml", $"apiVersion: {group}/v1\nkind: Box\nmetadata: {{name: b}}\nspec: {{a: 1}}\n");
        await bench.Calls.SendAsync("POST", Definitions, JsonNode.Parse(Definition(group)));
        (await bench.Program.RunAsync("plan", "upgrade", "b", "boxes", "--install", "-o", "plan.enc")).Succeeds();
        var (status, answer) = await bench.Calls.SendAsync(
            "PATCH",
            $"{Definitions}/boxes.{group}",
            JsonNode.Parse("""{"spec":{"names":{"shortNames":["bx"]}}}"""),
            ApiMedia.MergePatch,
            "somebody");
        Assert.True(status == 200, $"{answer}");
        var result = await bench.ApplyAsync();
        Assert.Equal(Refused, result.Exit);
        Assert.Contains($"CustomResourceDefinition boxes.{group}: spec.names.shortNames is added", result.Error, StringComparison.Ordinal);
        await bench.Calls.RemoveAsync($"{Definitions}/boxes.{group}");
    }

    [Fact]
    public async Task A_status_that_moved_is_no_drift()
    {
        using var bench = await PlanBench.CreateAsync("helm3");
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync();
        var (status, answer) = await bench.Calls.SendAsync(
            "PATCH",
            bench.PathOf("deployments/r-web/status"),
            JsonNode.Parse("""{"status":{"conditions":[{"type":"Progressing","status":"True","reason":"Test"}]}}"""),
            ApiMedia.MergePatch,
            "kubelet");
        Assert.True(status == 200, $"{answer}");
        (await bench.ApplyAsync()).Succeeds();
        Assert.Equal(["1:superseded", "2:deployed"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task A_definition_that_came_meanwhile_is_refused_and_a_chart_with_its_kind_is_planned_and_applied()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        var group = $"{bench.Namespace}.example.com";
        bench.Program.Write("boxes/Chart.yaml", "apiVersion: v2\nname: boxes\nversion: 1.0.0\n");
        bench.Program.Write("boxes/crds/box.yaml", Definition(group));
        bench.Program.Write("boxes/templates/box.yaml", $"apiVersion: {group}/v1\nkind: Box\nmetadata: {{name: b}}\nspec: {{a: 1}}\n");
        string[] words = ["plan", "upgrade", "b", "boxes", "--install", "--wait", "-o", "plan.enc"];
        (await bench.Program.RunAsync(words)).Succeeds();
        await bench.Calls.SendAsync("POST", Definitions, JsonNode.Parse(Definition(group)));
        var result = await bench.ApplyAsync();
        Assert.Equal(Refused, result.Exit);
        Assert.Contains($"CustomResourceDefinition boxes.{group}: it is there now and was not", result.Error, StringComparison.Ordinal);
        await bench.Calls.RemoveAsync($"{Definitions}/boxes.{group}");

        (await bench.Program.RunAsync(words)).Succeeds();
        (await bench.ApplyAsync()).Succeeds();
        Assert.NotNull(await bench.Calls.FindAsync($"/apis/{group}/v1/namespaces/{bench.Namespace}/boxes/b"));
        await bench.Calls.RemoveAsync($"{Definitions}/boxes.{group}");
    }

    private static string Definition(string group) => $$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"boxes.{{{group}}}"},
        "spec":{"group":"{{{group}}}","names":{"kind":"Box","listKind":"BoxList","plural":"boxes","singular":"box"},
        "scope":"Namespaced",
        "versions":[{"name":"v1","served":true,"storage":true,
        "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } } ] } }
        """;

    private static async Task<string[]> DriftAsync(PlanBench bench, string drift)
    {
        var record = bench.PathOf("secrets/sh.helm.release.v1.r.v1");
        switch (drift)
        {
            case "changed":
                await bench.ChangeAsync("configmaps/r-one", """{"data":{"a":"somebody"}}""");
                break;
            case "unchanged by the plan":
                await bench.ChangeAsync("configmaps/r-leak", """{"data":{"more":"somebody"}}""");
                break;
            case "field added":
                await bench.ChangeAsync("deployments/r-web", """{"spec":{"paused":true}}""");
                break;
            case "deleted":
                await bench.Calls.RemoveAsync(bench.PathOf("configmaps/r-one"));
                break;
            case "appeared":
                await bench.MakeAsync("r-three");
                break;
            case "replaced":
                var old = (await bench.Calls.FindAsync(bench.PathOf("secrets/r-secret")))!;
                await bench.Calls.RemoveAsync(bench.PathOf("secrets/r-secret"));
                foreach (var field in (string[])["uid", "resourceVersion", "creationTimestamp"])
                {
                    old["metadata"]!.AsObject().Remove(field);
                }

                old["data"]!["password"] = "b3RoZXI=";
                await bench.Calls.SendAsync("POST", bench.PathOf("secrets"), old);
                break;
            case "secret changed":
                await bench.ChangeAsync("secrets/r-secret", """{"data":{"password":"b3RoZXI="}}""");
                break;
            case "hook appeared":
                await bench.MakeAsync("r-second");
                break;
            case "hook changed":
                await bench.ChangeAsync("configmaps/r-hook", """{"data":{"a":"somebody"}}""");
                break;
            case "namespace anew":
                await bench.MakeNamespaceAnewAsync();
                break;
            case "to be deleted changed":
                await bench.ChangeAsync("configmaps/r-two", """{"data":{"a":"somebody"}}""");
                break;
            case "newer revision":
                (await bench.Program.HelmAsync("upgrade", "r", "chart", "-f", "secrets.yaml", "--set", "a=5")).Succeeds();
                break;
            case "record failed":
                await new StoredRecords(bench.Calls, bench.Namespace).SetAsync(
                    new JsonObject { ["name"] = "r", ["revision"] = 1, ["status"] = "failed", ["description"] = "by somebody" });
                break;
            case "record changed":
                await new StoredRecords(bench.Calls, bench.Namespace).SetAsync(
                    new JsonObject { ["name"] = "r", ["revision"] = 1, ["status"] = "deployed", ["description"] = "by somebody" });
                break;
            case "record deleted":
                await bench.Calls.RemoveAsync(record);
                break;
            case "other storage":
                bench.Program.Variables["HELM_DRIVER"] = "configmap";
                break;
            default:
                bench.Program.Variables.Remove("HELM_NAMESPACE");
                return ["-n", "elsewhere"];
        }

        return [];
    }
}
