using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Verbs.Pipelines;

/// <summary>P-202, P-203, P-205, P-209: roles from a rendering, without a cluster.</summary>
public sealed class RoleVerbTests : IDisposable
{
    private const string Record = """
        - apiGroups:
          - ""
          resources:
          - secrets
          verbs:
          - get
          - list
          - create
          - update
          - delete

        """;

    private readonly VerbRun _run = new();

    public RoleVerbTests()
    {
        _run.Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        _run.Write("chart/values.yaml", "{}\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_chart_of_one_kind_gets_one_rule_beside_that_of_the_records()
    {
        Template("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        var text = (await RoleAsync()).OutputText;
        Assert.Equal(
            "# The least rights to install, upgrade, roll back, test and uninstall the release shop in the namespace prod\n"
            + "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop-deployer\n  namespace: prod\n"
            + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: shop-deployer\n  namespace: prod\nrules:\n"
            + "- apiGroups:\n  - \"\"\n  resources:\n  - configmaps\n  verbs:\n  - get\n  - create\n  - patch\n  - delete\n" + Record
            + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: shop-deployer\n  namespace: prod\n"
            + "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: shop-deployer\n"
            + "subjects:\n- kind: ServiceAccount\n  name: shop-deployer\n  namespace: prod\n",
            text);
    }

    [Fact]
    public async Task Values_decide_which_kinds_there_are_and_upgrades_count_too()
    {
        Template("""
            {{- if .Values.web }}
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a}
            {{- end }}
            ---
            {{- if .Release.IsUpgrade }}
            apiVersion: batch/v1
            kind: Job
            metadata: {name: a}
            {{- end }}
            """);
        Assert.Equal(["batch jobs", " secrets"], (await RulesAsync()).Order().Reverse());
        Assert.Contains("apps deployments", await RulesAsync("--set", "web=true"));
    }

    [Fact]
    public async Task Encrypted_values_are_decrypted_in_memory_and_no_secret_is_printed()
    {
        _run.WithKey();
        _run.Write("secrets.yaml", $"kind: {VerbRun.Canary}\nwanted: yes-please\n");
        Assert.Equal(0, (await _run.RunAsync("enc", "secrets.yaml")).Exit);
        Template("""
            {{- if .Values.wanted }}
            apiVersion: v1
            kind: Secret
            metadata: {name: a}
            stringData: {a: '{{ .Values.kind }}'}
            {{- end }}
            """);
        var result = await RoleAsync("-f", "secrets.yaml");
        Assert.Contains("- patch\n", result.OutputText);
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText);
    }

    [Theory]
    [InlineData("configmap", "configmaps")]
    [InlineData("sql", null)]
    public async Task Records_in_other_storages_need_other_rights(string storage, string? resource)
    {
        Template("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n");
        var rules = await RulesAsync("--storage", storage);
        Assert.Equal(resource is null ? [" services"] : [" configmaps", " services"], rules);
    }

    [Fact]
    public async Task Other_namespaces_get_roles_of_their_own_and_the_cluster_a_cluster_role()
    {
        Template("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: other}
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: a}
            """);
        Assert.Equal(
            [
                "ServiceAccount prod/shop-deployer", "Role other/shop-deployer", "RoleBinding other/shop-deployer",
                "Role prod/shop-deployer", "RoleBinding prod/shop-deployer",
                "ClusterRole /shop-deployer-cluster", "ClusterRoleBinding /shop-deployer-cluster",
            ],
            await ObjectsAsync());
        Assert.Equal(
            [
                "ServiceAccount ci/runner", "ClusterRole /shop-deployer-other", "RoleBinding other/shop-deployer",
                "ClusterRole /shop-deployer-prod", "RoleBinding prod/shop-deployer",
                "ClusterRole /shop-deployer-cluster", "ClusterRoleBinding /shop-deployer-cluster",
            ],
            await ObjectsAsync("--cluster-role", "--service-account", "ci/runner"));
    }

    [Fact]
    public async Task A_namespace_that_is_made_and_definitions_need_rights_in_the_cluster()
    {
        _run.Write("chart/crds/widgets.yaml", Widgets);
        Template("apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n");
        Assert.Equal(
            [" namespaces", " secrets", "apiextensions.k8s.io customresourcedefinitions", "example.com widgets"],
            (await RulesAsync("--create-namespace")).Order());
    }

    [Fact]
    public async Task Unknown_kinds_are_named_and_a_file_of_definitions_makes_them_known()
    {
        Template("apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n");
        var refused = await RoleAsync();
        Assert.Equal(1, refused.Exit);
        Assert.Equal(
            "secretskit: the plural names of these kinds are not known without a cluster: Widget (example.com/v1)\n"
            + "hint: give the file of their CustomResourceDefinitions with --crds FILE, or add --cluster, which asks the API server\n",
            refused.ErrorText);
        _run.Write("widgets.yaml", Widgets);
        Assert.Contains("example.com widgets", await RulesAsync("--crds", "widgets.yaml"));
    }

    [Fact]
    public async Task What_roles_of_the_chart_need_is_in_comments_and_no_rule_has_a_star()
    {
        Template("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader}
            rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: everything}
            rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: view}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            """);
        var result = await RoleAsync();
        Assert.Contains("# Role/reader of the chart gives rights: only an account that has them may make it", result.OutputText);
        Assert.Contains(
            "# ClusterRole/everything of the chart gives more than a rule without stars can hold: it is NOT", result.OutputText);
        Assert.Contains("# RoleBinding/view of the chart binds ClusterRole/view: the right to bind this role", result.OutputText);
        Assert.Contains("  resourceNames:\n  - view\n  resources:\n  - clusterroles\n  verbs:\n  - bind\n", result.OutputText);
        Assert.Contains("  resources:\n  - pods\n  verbs:\n  - get\n", result.OutputText);
        Assert.DoesNotContain("*", result.OutputText);
    }

    [Fact]
    public async Task Lookups_of_templates_are_rights_to_read()
    {
        Template("{{- $_ := lookup \"v1\" \"Node\" \"\" \"a\" }}{{- $_ := lookup \"v1\" \"Service\" \"other\" \"\" }}");
        var rules = await RulesAsync();
        Assert.Contains(" nodes", rules);
        Assert.Contains(" services", rules);
    }

    [Fact]
    public async Task A_namespace_must_be_named()
    {
        Template("");
        var refused = await _run.RunAsync("pipeline", "rbac", "role", "shop", "chart");
        Assert.Equal(64, refused.Exit);
        Assert.Contains("hint: name that of the release with -n NAMESPACE", refused.ErrorText);
    }

    [Theory]
    [InlineData("pipeline: a command is missing", "pipeline")]
    [InlineData("pipeline rbac: a command is missing", "pipeline", "rbac")]
    [InlineData("pipeline rbac: unknown command \"rôle\"", "pipeline", "rbac", "rôle")]
    public async Task Groups_of_commands_name_what_is_missing(string message, params string[] words)
    {
        var result = await _run.RunAsync(words);
        Assert.Equal(64, result.Exit);
        Assert.StartsWith("secretskit: " + message, result.ErrorText);
    }

    [Fact]
    public async Task Help_of_inner_commands_is_found_in_both_ways()
    {
        var one = await _run.RunAsync("help", "pipeline", "rbac", "role");
        Assert.StartsWith("usage: secretskit pipeline rbac role [options] RELEASE CHART\n", one.OutputText);
        Assert.Equal(one.OutputText, (await _run.RunAsync("pipeline", "rbac", "role", "--help")).OutputText);
    }

    private const string Widgets = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}}
        """;

    private void Template(string text) => _run.Write("chart/templates/all.yaml", text);

    private Task<SopsResult> RoleAsync(params string[] options) =>
        _run.RunAsync(["pipeline", "rbac", "role", "shop", "chart", "-n", "prod", .. options]);

    private async Task<JsonArray> ListAsync(string[] options)
    {
        var result = await RoleAsync([.. options, "-o", "json"]);
        Assert.True(result.Exit == 0, result.ErrorText);
        return JsonNode.Parse(result.OutputText)!["items"]!.AsArray();
    }

    private async Task<IReadOnlyList<string>> RulesAsync(params string[] options) =>
    [
        .. from item in await ListAsync(options)
           from rule in item!["rules"]?.AsArray() ?? []
           from resource in rule!["resources"]!.AsArray()
           select $"{rule["apiGroups"]![0]} {resource}",
    ];

    private async Task<IReadOnlyList<string>> ObjectsAsync(params string[] options) =>
        [.. (await ListAsync(options)).Select(item => $"{item!["kind"]} {item["metadata"]!["namespace"]}/{item["metadata"]!["name"]}")];
}
