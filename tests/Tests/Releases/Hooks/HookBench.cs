using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;
using SecretsKit.Tests.Releases.Records;

namespace SecretsKit.Tests.Releases.Hooks;

/// <summary>Runs hooks against a scripted API server, and keeps in which order requests, records, logs and notices came.</summary>
internal sealed class HookBench : IHookObjects, IHookOutput, IChartLog, IDisposable
{
    private readonly ScriptedApi _api;
    private readonly Lock _lock = new();
    private long _seconds;

    /// <param name="answer">The server's answers to requests about objects; null for those of a server without objects.</param>
    public HookBench(Func<string, ServedAnswer?> answer)
    {
        _api = new(request => Kinds(request) ?? Answer(request, answer));
        Objects = _api.Objects();
    }

    public ObjectClient Objects { get; }

    /// <summary>What happened.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>What was written to the server.</summary>
    public IEnumerable<string> Requests => Steps.Where(step => step.Split(' ')[0] is "POST" or "DELETE");

    public WaitOptions Wait { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static ReleaseHook Hook(
        string name, int weight = 0, string kind = "ConfigMap", string events = "pre-install", string policies = "", string logs = "")
    {
        var fields = new MapValue();
        fields.Set(new("name"), Value.Of(name));
        fields.Set(new("kind"), Value.Of(kind));
        fields.Set(new("path"), Value.Of($"c/templates/{name}.yaml"));
        fields.Set(new("manifest"), Value.Of($"{{apiVersion: {Version(kind)}, kind: {kind}, metadata: {{name: {name}, namespace: ns}}}}"));
        fields.Set(new("events"), Texts(events));
        fields.Set(new("weight"), Value.Int(weight));
        fields.Set(new("delete_policies"), Texts(policies));
        fields.Set(new("output_log_policies"), Texts(logs));
        return new(fields);
    }

    /// <summary>A runner for a release with these hooks.</summary>
    public HookRunner Runner(HelmGeneration generation, params ReleaseHook[] hooks) => new(
        new(Objects, this, generation, Clock)
        {
            Now = () => new(_seconds++, 0, 0),
            Record = RecordAsync,
            Wait = Wait,
            Output = this,
            Log = this,
        },
        TestRelease.Of("r", 1, ReleaseStatus.PendingInstall).WithHooks(hooks));

    public Task<IReadOnlyList<ResourceRef>> ReadAsync(ByteString manifest, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceRef>>([ResourceRef.Read(Parse(manifest), "the hook")]);

    public async Task<bool> DeleteAsync(ResourceRef reference, CancellationToken cancellationToken) =>
        !(await Objects.DeleteAsync(reference, new() { Propagation = DeletionPropagation.Background }, cancellationToken)).IsNil;

    public async Task CreateAsync(ByteString manifest, CancellationToken cancellationToken) =>
        await Objects.CreateAsync(Parse(manifest), WriteOptions.Default, cancellationToken);

    public void Write(ContainerOutput output) =>
        Add($"{output.Pod}/{output.Container} printed {Encoding.UTF8.GetString(output.Text.Span)}");

    public void Write(ChartNotice notice) => Add($"{notice.Level}: {notice.Message}");

    public void Dispose() => _api.Dispose();

    private static string Version(string kind) => kind switch
    {
        "Job" => "batch/v1",
        "CustomResourceDefinition" => "apiextensions.k8s.io/v1",
        _ => "v1",
    };

    private static Value Texts(string list) =>
        Value.Of(new ListValue([.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Value.Of)], GoType.StringSlice));

    private static Value Parse(ByteString manifest) => KubernetesYaml.Read(manifest.Memory, KubernetesYamlOptions.Chart);

    private static ServedAnswer? Kinds(ServedRequest request) => request.Target switch
    {
        "/api/v1" => ServedAnswer.Kept("""
            {"kind":"APIResourceList","groupVersion":"v1","resources":[
            {"name":"configmaps","singularName":"","namespaced":true,"kind":"ConfigMap","verbs":["get","list"]},
            {"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["get","list"]}]}
            """),
        "/apis" => ServedAnswer.Kept("""
            {"kind":"APIGroupList","apiVersion":"v1","groups":[
            {"name":"apiextensions.k8s.io","versions":[{"groupVersion":"apiextensions.k8s.io/v1","version":"v1"}],
            "preferredVersion":{"version":"v1"}},
            {"name":"batch","versions":[{"groupVersion":"batch/v1","version":"v1"}],"preferredVersion":{"version":"v1"}}]}
            """),
        "/apis/batch/v1" => ServedAnswer.Kept("""
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"batch/v1","resources":[
            {"name":"jobs","singularName":"","namespaced":true,"kind":"Job","verbs":["get","list"]}]}
            """),
        "/apis/apiextensions.k8s.io/v1" => ServedAnswer.Kept("""
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apiextensions.k8s.io/v1","resources":[
            {"name":"customresourcedefinitions","singularName":"","kind":"CustomResourceDefinition","verbs":["get","list"]}]}
            """),
        "/api" => ServedAnswer.Kept("""{"kind":"APIVersions","versions":["v1"]}"""),
        _ => null,
    };

    private Task RecordAsync(Release release, CancellationToken ct)
    {
        Add("record " + string.Join(' ', release.Hooks.Select(hook => $"{hook.Name}:{hook.LastRun.Phase}")));
        return Task.CompletedTask;
    }

    private ServedAnswer Answer(ServedRequest request, Func<string, ServedAnswer?> answer)
    {
        var step = $"{request.Method} {request.Target.Split('?')[0].Split('/')[^1]}";
        if (request.Method == "POST")
        {
            var body = Parse(new(request.Body));
            step = $"POST {ResourceRef.Read(body, "the body").Name}";
        }

        if (request.Method != "GET")
        {
            Add(step);
        }

        // What was deleted is gone.
        var isGone = request.Method == "GET" && Steps.Contains("DELETE b");
        return (isGone ? null : answer(step)) ?? request.Method switch
        {
            "POST" => ServedAnswer.Kept("{}", "201 Created"),
            "GET" => ServedAnswer.Kept("""{"kind":"List","metadata":{"resourceVersion":"1"},"items":[]}"""),
            _ => ServedAnswer.Kept("""{"kind":"Status","status":"Success"}"""),
        };
    }

    private void Add(string step)
    {
        lock (_lock)
        {
            Steps.Add(step);
        }
    }
}
