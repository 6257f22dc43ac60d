using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Pipelines;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Integration.Plans;

/// <summary>The program with an age key, a chart of several kinds with encrypted values, and a namespace of its own.</summary>
internal sealed class PlanBench : IDisposable
{
    public const string Canary = "canary-under-seal";

    private const string Templates = """
        {{- range .Values.names }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "r-{{ . }}"}
        data: {a: "{{ $.Values.a }}"}
        {{- end }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: r-leak}
        data: {url: "https://user:{{ .Values.password }}@host"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: r-secret}
        stringData: {password: "{{ .Values.password }}"}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: r-web}
        spec:
          replicas: 0
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:{{ .Values.a }}"}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: r-hook
          annotations: {helm.sh/hook: "pre-install,pre-upgrade,pre-rollback,pre-delete"}
        data: {a: "{{ $.Values.a }}"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: r-second, annotations: {helm.sh/hook: post-upgrade, helm.sh/hook-delete-policy: hook-succeeded}}
        """;

    private readonly AdminCalls _calls = new();

    private PlanBench(ProgramRun program, string tool)
    {
        Program = program;
        if (tool == "helm3")
        {
            program.Variables["SECRETSKIT_HELM"] = "3";
        }
    }

    public ProgramRun Program { get; }

    public AdminCalls Calls => _calls;

    public string Namespace { get; } = $"p{Guid.NewGuid():N}"[..12];

    /// <param name="tool"><c>helm3</c>, whose objects are patched, or <c>helm4</c>, whose objects the server applies.</param>
    public static async Task<PlanBench> CreateAsync(string tool)
    {
        var bench = new PlanBench(new ProgramRun(), tool);
        var program = bench.Program;
        program.Write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
        program.Write("chart/values.yaml", "names: [one, two]\na: 1\n");
        program.Write("chart/templates/all.yaml", Templates);
        program.Write("chart/templates/NOTES.txt", "The password is {{ .Values.password }}.");
        (await program.RunAsync("keygen", "-o", "key.txt")).Succeeds();
        var text = await File.ReadAllTextAsync(Path.Combine(program.Path, "key.txt"), TestContext.Current.CancellationToken);
        program.Variables["SOPS_AGE_KEY_FILE"] = Path.Combine(program.Path, "key.txt");
        program.Variables["SOPS_AGE_RECIPIENTS"] = text[text.IndexOf("age1", StringComparison.Ordinal)..].Split('\n')[0].Trim();
        program.Write("secrets.yaml", $"password: {Canary}\n");
        (await program.RunAsync("enc", "secrets.yaml")).Succeeds();
        program.Variables["HELM_NAMESPACE"] = bench.Namespace;
        await bench.Calls.SendAsync(
            "POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = bench.Namespace } });
        return bench;
    }

    /// <summary>Installs the release as Helm does.</summary>
    public async Task InstallAsync() => (await Program.HelmAsync("install", "r", "chart", "-f", "secrets.yaml")).Succeeds();

    /// <summary>Plans an upgrade that changes, makes and deletes objects.</summary>
    public async Task<ProgramResult> PlanUpgradeAsync(params string[] words) => (await Program.RunAsync(
        ["plan", "upgrade", "r", "chart", "-f", "secrets.yaml", "--set", "a=2,names={one,three}", "-o", "plan.enc", .. words])).Succeeds();

    public Task<ProgramResult> ApplyAsync(params string[] words) => Program.RunAsync(["plan", "apply", "plan.enc", .. words]);

    /// <summary>The path of an object of the namespace: <c>configmaps/r-one</c>.</summary>
    public string PathOf(string item) => (item.StartsWith("deployments", StringComparison.Ordinal) ? "/apis/apps/v1" : "/api/v1")
        + $"/namespaces/{Namespace}/{item}";

    /// <summary>Changes an object beside the program.</summary>
    public async Task ChangeAsync(string item, string patch)
    {
        var (status, answer) = await Calls.SendAsync("PATCH", PathOf(item), JsonNode.Parse(patch), ApiMedia.MergePatch, "somebody");
        Assert.True(status == 200, $"{item}: {status} {answer}");
    }

    /// <summary>Deletes the namespace with all that is in it, and makes one of the same name.</summary>
    public async Task MakeNamespaceAnewAsync()
    {
        await Calls.RemoveAsync($"/api/v1/namespaces/{Namespace}");
        await Calls.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });
    }

    /// <summary>Makes a ConfigMap beside the program.</summary>
    public async Task MakeAsync(string name) => await Calls.SendAsync("POST", PathOf("configmaps"), new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["a"] = "somebody" },
    });

    /// <summary>The value <c>a</c> of a ConfigMap; null if there is none.</summary>
    public async Task<string?> ValueAsync(string name) =>
        (await Calls.FindAsync(PathOf("configmaps/" + name)))?["data"]?["a"]?.GetValue<string>();

    /// <summary>The states of the records, the oldest first, as <c>1:superseded</c>.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync() =>
    [
        .. (await new StoredRecords(Calls, Namespace).ListAsync())
            .Select(record => $"{record!["labels"]!["version"]}:{record["status"]}")
            .OrderBy(text => int.Parse(text.Split(':')[0], CultureInfo.InvariantCulture)),
    ];

    public void Dispose()
    {
        Program.Dispose();
        _calls.Dispose();
    }
}
