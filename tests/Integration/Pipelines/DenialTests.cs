namespace SecretsKit.Integration.Pipelines;

/// <summary>
/// P-230: a right that an account lacks is named with its verb, its resource, its namespace and the rule that gives it, whichever step of a
/// deploy meets it. Helm's own lines stay as they are, and in a pipe they are all that there is.
/// </summary>
public sealed class DenialTests
{
    /// <summary>A command, the verb and the resource that are taken away, and the group of the resource.</summary>
    public static TheoryData<string, string, string, string> Rights => new()
    {
        { "install", "get", "services", "" },
        { "install", "create", "deployments", "apps" },
        { "install", "patch", "deployments", "apps" },
        { "install", "create", "secrets", "" },
        { "install", "update", "secrets", "" },
        { "install", "create", "rolebindings", "rbac.authorization.k8s.io" },
        { "upgrade", "list", "secrets", "" },
        { "upgrade", "get", "deployments", "apps" },
        { "upgrade", "patch", "deployments", "apps" },
        { "upgrade", "delete", "services", "" },
        { "upgrade", "create", "secrets", "" },
        { "upgrade", "update", "secrets", "" },
        { "rollback", "list", "secrets", "" },
        { "rollback", "get", "deployments", "apps" },
        { "rollback", "patch", "deployments", "apps" },
        { "rollback", "create", "secrets", "" },
        { "rollback", "update", "secrets", "" },
        { "uninstall", "list", "secrets", "" },
        { "uninstall", "update", "secrets", "" },
        { "uninstall", "delete", "deployments", "apps" },
        { "uninstall", "delete", "secrets", "" },
    };

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task A_denied_step_names_the_right_and_the_rule(string command, string verb, string resource, string group)
    {
        await using var bench = await DeployBench.CreateAsync();
        if (command != "install")
        {
            (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        }

        await bench.SignInAsync([], items => RoleChanges.Remove(items, verb, resource), missing: 1);
        string[] words = command switch
        {
            "install" => ["install", "shop", "chart"],
            "upgrade" => ["upgrade", "shop", "chart", "--set", "value=two,extra=false"],
            "rollback" => ["rollback", "shop", "1"],
            _ => ["uninstall", "shop"],
        };
        var denied = await bench.Program.HelmOnTerminalAsync(bench.Words(words));
        Assert.Equal(1, denied.Exit);
        var qualified = group.Length == 0 ? resource : $"{resource}.{group}";
        Assert.Contains(
            $" lacks the verb {verb} on {qualified} in the namespace "
            + $"{bench.Namespace}; an administrator adds this rule to its Role: "
            + $"{{apiGroups: [\"{group}\"], resources: [{resource}], verbs: [{verb}]}}; 'secretskit pipeline rbac check ",
            denied.Error);
    }

    [Fact]
    public async Task In_a_pipe_there_is_no_line_beside_the_references_own()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync([], items => RoleChanges.Remove(items, "create", "deployments"), missing: 1);
        var denied = await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"));
        Assert.Equal(
            $"Error: INSTALLATION FAILED: server-side apply failed for object {bench.Namespace}/shop-web apps/v1, Kind=Deployment: "
            + "deployments.apps \"shop-web\" is forbidden: \n",
            denied.Error);
    }

    [Fact]
    public async Task A_role_that_gives_more_than_the_account_has_is_explained()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync([], items => RoleChanges.Remove(items, "list", "endpoints"), missing: 1);
        var denied = await bench.Program.HelmOnTerminalAsync(bench.Words("install", "shop", "chart"));
        Assert.Contains(
            "hint: a server lets nobody give rights that they do not have: roles shop-reader gives such; an administrator makes it",
            denied.Error);
    }

    [Fact]
    public async Task A_hook_that_cannot_be_followed_is_explained()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/templates/job.yaml", """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate, annotations: {helm.sh/hook: pre-install}}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example.com/migrate:1"}]}}}
            """);
        await bench.SignInAsync(
            [],
            items =>
            {
                foreach (var verb in (string[])["get", "list", "watch"])
                {
                    RoleChanges.Remove(items, verb, "jobs");
                }
            },
            missing: 3);
        var denied = await bench.Program.HelmOnTerminalAsync(bench.Words("install", "shop", "chart", "--timeout", "1s"));
        Assert.Contains(
            $"hint: the account lacks the verbs list and watch on jobs.batch in the namespace {bench.Namespace}, so it cannot see whether "
            + "they are ready; an administrator adds this rule to its Role: {apiGroups: [\"batch\"], resources: [jobs], verbs: [get, list, "
            + "watch]}",
            denied.Error);
    }
}
