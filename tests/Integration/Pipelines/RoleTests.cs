namespace SecretsKit.Integration.Pipelines;

/// <summary>P-202, P-203, P-208, P-209: the account that <c>pipeline rbac</c> makes deploys with the roles that it prints.</summary>
public sealed class RoleTests
{
    public static TheoryData<string> Generations => ["4", "3"];

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task The_printed_roles_are_enough_to_install_upgrade_roll_back_and_uninstall(string generation)
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["SECRETSKIT_HELM"] = generation;
        await bench.SignInAsync([]);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        (await bench.Program.HelmAsync(
            bench.Words("upgrade", "shop", "chart", "--set", "value=two,extra=false", "--cleanup-on-fail"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("rollback", "shop", "1"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("list"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("uninstall", "shop"))).Succeeds();
    }

    [Fact]
    public async Task With_wait_the_account_can_follow_objects_and_pods_until_they_are_gone()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync(["--wait"]);
        var wait = await bench.Program.HelmAsync(bench.Words("install", "shop", "chart", "--wait", "--timeout", "5s"));
        Assert.Contains("resource Deployment/" + bench.Namespace + "/shop-web not ready. status: InProgress", wait.Error);
        (await bench.Program.HelmAsync(bench.Words("uninstall", "shop", "--wait"))).Succeeds();
    }

    [Fact]
    public async Task Replacing_objects_needs_a_right_that_is_asked_for()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["SECRETSKIT_HELM"] = "3";
        await bench.SignInAsync(["--force"]);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart", "--set", "extra=false"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart", "--set", "value=two,extra=false", "--force"))).Succeeds();
    }

    [Fact]
    public async Task A_locked_release_needs_a_lease()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync(["--lock"]);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart", "--lock"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart", "--lock", "--set", "value=two"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("uninstall", "shop", "--lock"))).Succeeds();
    }

    [Fact]
    public async Task Cluster_roles_bound_in_a_namespace_are_enough_too_and_count_there_alone()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync([], roleOptions: ["--cluster-role"]);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        var elsewhere = await bench.Program.RunAsync("pipeline", "rbac", "check", "shop", "chart", "-n", "default");
        Assert.Equal(1, elsewhere.Exit);
        await bench.Place.Objects.DeleteAsync(
            new("rbac.authorization.k8s.io/v1", "ClusterRole", "", $"shop-deployer-{bench.Namespace}"),
            SecretsKit.Kubernetes.Objects.DeleteOptions.Default,
            TestContext.Current.CancellationToken);
    }
}
