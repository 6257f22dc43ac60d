using System.Text.Json.Nodes;
using SecretsKit.Integration.Releases;

namespace SecretsKit.Integration.Pipelines;

/// <summary>
/// A namespace with a service account that has the rights of <c>pipeline rbac role</c>, less those that a test takes away.
/// </summary>
internal sealed class DeployBench : IAsyncDisposable
{
    private const string Account = "shop-deployer";

    private DeployBench(ReleaseNamespace place) => Place = place;

    /// <summary>The program, with the kubeconfig of the administrator until <see cref="SignInAsync"/>.</summary>
    public ProgramRun Program { get; } = new();

    public ReleaseNamespace Place { get; }

    public string Namespace => Place.Name;

    /// <summary>Makes the namespace and a chart with the kinds that nearly all have, a hook and a role of its own.</summary>
    public static async Task<DeployBench> CreateAsync()
    {
        var bench = new DeployBench(await ReleaseNamespace.CreateAsync());
        bench.Program.Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        bench.Program.Write("chart/values.yaml", "value: one\nextra: true\n");
        bench.Program.Write("chart/templates/all.yaml", Templates);
        return bench;
    }

    /// <summary>The words of a command on the release, with its namespace.</summary>
    public string[] Words(params string[] words) => [.. words, "-n", Namespace];

    /// <summary>Gives the account the roles that the program prints, and makes it the user of the commands that follow.</summary>
    /// <param name="options">Options of <c>role</c> and <c>check</c>.</param>
    /// <param name="change">Changes the roles before they are made.</param>
    /// <param name="missing">How many rights the change takes away.</param>
    /// <param name="roleOptions">Options of <c>role</c> alone.</param>
    public async Task SignInAsync(
        string[] options, Action<JsonArray>? change = null, int missing = 0, params string[] roleOptions)
    {
        var role = await Program.RunAsync(
            Words(["pipeline", "rbac", "role", "shop", "chart", "-o", "json", .. options, .. roleOptions]));
        var items = JsonNode.Parse(role.Succeeds().Output)!["items"]!.AsArray();
        change?.Invoke(items);
        foreach (var item in items)
        {
            await Place.ApplyAsync(item!.ToJsonString());
        }

        var file = System.IO.Path.Combine(Program.Path, "ci.kubeconfig");
        (await Program.RunAsync(Words("pipeline", "rbac", "kubeconfig", Account, "-o", file))).Succeeds();
        Program.Variables["KUBECONFIG"] = file;
        await KnowsRolesAsync(options, missing);
    }

    /// <summary>Whether the namespace has a ConfigMap of this name.</summary>
    public async Task<bool> IsThereAsync(string name) =>
        !(await Place.Objects.FindAsync(new("v1", "ConfigMap", Namespace, name), TestContext.Current.CancellationToken)).IsNil;

    public async ValueTask DisposeAsync()
    {
        Program.Dispose();
        await Place.DisposeAsync();
    }

    // The server learns of new roles by a watch of its own, a moment after they are made.
    private async Task KnowsRolesAsync(string[] options, int missing)
    {
        for (var attempt = 0; ; attempt++)
        {
            var check = await Program.RunAsync(Words(["pipeline", "rbac", "check", "shop", "chart", "-o", "json", .. options]));
            if (check.Exit is 0 or 1 && check.Output.Length > 0
                && JsonNode.Parse(check.Output)!["missing"]!.AsArray().Count == missing)
            {
                return;
            }

            Assert.True(attempt < 500, check.Output + check.Error);
        }
    }

    private const string Templates = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-config"}
        data: {value: "{{ .Values.value }}"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: "{{ .Release.Name }}-secret"}
        stringData: {password: "{{ .Values.value }}"}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}-web"}
        spec:
          replicas: 1
          selector: {matchLabels: {app: "{{ .Release.Name }}"}}
          template:
            metadata: {labels: {app: "{{ .Release.Name }}"}}
            spec: {containers: [{name: main, image: "registry.example.com/web:1.0.0", env: [{name: V, value: "{{ .Values.value }}"}]}]}
        {{- if .Values.extra }}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: "{{ .Release.Name }}-web"}
        spec: {ports: [{port: 80, protocol: TCP}], selector: {app: "{{ .Release.Name }}"}}
        {{- end }}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: "{{ .Release.Name }}-reader"}
        rules: [{apiGroups: [""], resources: [endpoints], verbs: [get, list]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: "{{ .Release.Name }}-reader"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "{{ .Release.Name }}-reader"}
        subjects: [{kind: ServiceAccount, name: default, namespace: "{{ .Release.Namespace }}"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: "{{ .Release.Name }}-view"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: ServiceAccount, name: default, namespace: "{{ .Release.Namespace }}"}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: "{{ .Release.Name }}-hook"
          annotations: {helm.sh/hook: "pre-install,pre-upgrade,pre-rollback,pre-delete"}
        data: {a: b}
        """;
}
