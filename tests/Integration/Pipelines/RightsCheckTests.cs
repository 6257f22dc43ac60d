using System.Text.Json.Nodes;
using SecretsKit.Goldens.Docs;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Releases.Access;

namespace SecretsKit.Integration.Pipelines;

/// <summary>P-206, P-207: missing rights are found before a deploy, and rights that a deployer should not have.</summary>
public sealed class RightsCheckTests
{
    [Fact]
    public async Task Missing_rights_are_listed_with_the_role_that_gives_them()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync([], items => RoleChanges.Remove(items, "create", "deployments"), missing: 1);
        var check = await bench.Program.RunAsync(bench.Words("pipeline", "rbac", "check", "shop", "chart"));
        Assert.Equal(1, check.Exit);
        Assert.Contains($"  deployments.apps   create   {bench.Namespace}\n", check.Output);
        Assert.Contains("an administrator binds this to the account:\napiVersion: rbac", check.Output);
        Assert.DoesNotContain("RoleBinding", check.Output);
        Assert.Contains("1 of ", check.Output);
        Assert.Contains("- apiGroups:\n  - apps\n  resources:\n  - deployments\n  verbs:\n  - create\n", check.Output);
    }

    [Fact]
    public async Task An_administrator_asks_for_the_rights_of_the_account()
    {
        await using var bench = await DeployBench.CreateAsync();
        var admin = bench.Program.Variables["KUBECONFIG"];
        await bench.SignInAsync([]);
        var account = bench.Program.Variables["KUBECONFIG"];
        bench.Program.Variables["KUBECONFIG"] = admin;
        string[] asAccount = bench.Words(
            "pipeline", "rbac", "check", "shop", "chart", "--as", $"system:serviceaccount:{bench.Namespace}:shop-deployer");
        Assert.Contains("are there", (await bench.Program.RunAsync([.. asAccount, "--forbid-cluster-admin"])).Succeeds().Output);
        var wait = await bench.Program.RunAsync([.. asAccount, "--wait", "-o", "json"]);
        JsonShape.Check("pipeline rbac check", wait.Output);
        var missing = JsonNode.Parse(wait.Output)!["missing"]!.AsArray();
        Assert.Equal(1, wait.Exit);
        var text = await bench.Program.RunAsync([.. asAccount, "--wait"]);
        Assert.Matches($"\n  pods +get, list, watch +{bench.Namespace}\n", text.Output);
        Assert.Contains("kind: RoleBinding\n", text.Output);
        Assert.Contains(missing, one => (string?)one!["verb"] == "get" && (string?)one["resource"] == "pods/log");

        Assert.Equal(1, (await bench.Program.RunAsync(bench.Words(
            "pipeline", "rbac", "check", "shop", "chart", "--as", "somebody"))).Exit);
        (await bench.Program.RunAsync(bench.Words(
            "pipeline", "rbac", "check", "shop", "chart", "--as", "somebody", "--as-group", "system:masters"))).Succeeds();

        bench.Program.Variables["KUBECONFIG"] = account;
        var refused = await bench.Program.RunAsync(asAccount);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("you may not ask for the rights of system:serviceaccount:", refused.Error);
        Assert.Contains("hint: ask somebody who may create subjectaccessreviews", refused.Error);
    }

    [Fact]
    public async Task An_account_that_may_do_everything_is_refused_on_request()
    {
        await using var bench = await DeployBench.CreateAsync();
        string[] words = bench.Words("pipeline", "rbac", "check", "shop", "chart");
        (await bench.Program.RunAsync(words)).Succeeds();
        var check = await bench.Program.RunAsync([.. words, "--forbid-cluster-admin"]);
        Assert.Equal(1, check.Exit);
        Assert.Contains("*             *.*", check.Output);
        Assert.Contains("it can give itself any right", check.Output);
    }

    [Fact]
    public async Task Rights_for_what_the_installed_revision_has_and_the_chart_drops_are_asked_for()
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        string[] words = bench.Words("pipeline", "rbac", "role", "shop", "chart", "--set", "extra=false");
        Assert.DoesNotContain("services", (await bench.Program.RunAsync(words)).Succeeds().Output);
        Assert.Contains("- services\n", (await bench.Program.RunAsync([.. words, "--cluster"])).Succeeds().Output);
    }

    [Fact]
    public async Task The_table_of_kinds_has_what_a_server_has()
    {
        using var cluster = new Cluster();
        using var resources = new ServerResources(cluster.As(), cache: null);
        var all = (await resources.AllAsync(TestContext.Current.CancellationToken)).Resources
            .Where(resource => !resource.IsPart && resource.Verbs.Contains("create") && resource.Verbs.Contains("get")
                && (resource.Group.Length == 0 || !resource.Group.Contains('.', StringComparison.Ordinal)
                    || resource.Group.EndsWith(".k8s.io", StringComparison.Ordinal)))
            .ToList();
        Assert.True(all.Count > 40);
        foreach (var resource in all)
        {
            var found = BuiltInKinds.Find(resource.ApiVersion, resource.Kind);
            Assert.Equal(
                (resource.ApiVersion, resource.Kind, resource.Name, resource.IsNamespaced),
                (found?.ApiVersion, found?.Kind, found?.Name, found?.IsNamespaced ?? !resource.IsNamespaced));
        }
    }
}
