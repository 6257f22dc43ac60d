using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Credentials;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>An API server that answers as a test says, with a client of it and a folder for its cache.</summary>
internal sealed class ScriptedApi : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly HttpConnections _connections;
    private readonly ClusterAccess _access;
    private readonly List<ServerResources> _resources = [];

    public ScriptedApi(Func<ServedRequest, ServedAnswer?> answer)
    {
        Server = new(request => answer(request) ?? Standard(request) ?? NotFound);
        Environment = new(new Dictionary<string, string> { ["HOME"] = _folder.Path }, "/");
        _connections = new(Environment, Clock);
        _access = ClusterAccess.Create(
            new Kubeconfig(),
            new() { Server = Server.Url },
            new CredentialSurroundings(Environment, new ProcessRunner(), Clock, HasTerminal: false));
        Client = new(_access, new HttpTransport(_connections, buffer => buffer.Clear()) { Retries = HttpRetryPolicy.None });
    }

    public HttpServer Server { get; }

    public HostEnvironment Environment { get; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public ApiClient Client { get; }

    public ApiClient ReadOnly => new(_access, new HttpTransport(_connections, buffer => buffer.Clear())) { IsReadOnly = true };

    public string CacheFolder => Path.Combine(_folder.Path, ".kube", "cache", "discovery", $"127.0.0.1_{Server.Port}");

    public IEnumerable<string> Sent => Server.Requests.Select(request => $"{request.Method} {request.Target}");

    public static ServedAnswer NotFound =>
        Refusal(404, "NotFound", "the server could not find the requested resource");

    public static ServedAnswer Refusal(int code, string reason, string message) => ServedAnswer.Kept(
        $$"""{"kind":"Status","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{code}}}""", $"{code} x");

    public static Value Json(string text) => GoJson.Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Kinds as a new run sees them, with the cache of earlier ones.</summary>
    public ServerResources Resources()
    {
        var made = new ServerResources(Client, DiscoveryCache.For(Environment, Clock, Server.Url));
        _resources.Add(made);
        return made;
    }

    public ObjectClient Objects() => new(Client, Resources());

    public void Dispose()
    {
        _resources.ForEach(one => one.Dispose());
        _access.Dispose();
        _connections.Dispose();
        Server.Dispose();
        _folder.Dispose();
    }

    private static ServedAnswer? Standard(ServedRequest request) => (request.Method, request.Target) switch
    {
        ("GET", "/api") => ServedAnswer.Kept("""{"kind":"APIVersions","versions":["v1"]}"""),
        ("GET", "/apis") => ServedAnswer.Kept("""
            {"kind":"APIGroupList","apiVersion":"v1","groups":[
            {"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],"preferredVersion":{"version":"v1"}},
            {"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/v1","version":"v1"}],"preferredVersion":{"version":"v1"}}]}
            """),
        ("GET", "/api/v1") => ServedAnswer.Kept("""
            {"kind":"APIResourceList","groupVersion":"v1","resources":[
            {"name":"configmaps","singularName":"","namespaced":true,"kind":"ConfigMap","verbs":["get","list"],"shortNames":["cm"]},
            {"name":"namespaces","singularName":"","namespaced":false,"kind":"Namespace","verbs":["get"]}]}
            """),
        ("GET", "/apis/apps/v1") => ServedAnswer.Kept("""
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apps/v1","resources":[
            {"name":"deployments/scale","singularName":"","namespaced":true,"group":"autoscaling","version":"v1","kind":"Scale","verbs":[]},
            {"name":"deployments","singularName":"","namespaced":true,"kind":"Deployment","verbs":["get"],"shortNames":["deploy"]}]}
            """),
        _ => null,
    };
}
