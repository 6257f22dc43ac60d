using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Credentials;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>
/// Which server is asked, and with which credentials: flags before the context, the context before the pod's own account.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClusterAccessTests : IDisposable
{
    private const string Canary = "canary-access-9d21";

    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string> _answers = new();
    private readonly HttpServer _server;
    private readonly FakeClock _clock = new();
    private Dictionary<string, string> _variables;

    public ClusterAccessTests()
    {
        _server = new(_ => _answers.TryDequeue(out var status)
            ? ServedAnswer.Status(status)
            : ServedAnswer.Found("{\"kind\":\"Namespace\"}"));
        _variables = new() { ["HOME"] = _folder.Path, ["PATH"] = Environment.GetEnvironmentVariable("PATH")! };
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("{token: t0}", "Bearer t0")]
    [InlineData("{token: t0, tokenFile: file}", "Bearer from-file")]
    [InlineData("{token: t0, username: u, password: p}", "Bearer t0")]
    [InlineData("{username: u, password: p}", "Basic dTpw")]
    [InlineData("{}", null)]
    public async Task Sends_the_credentials_of_the_user(string user, string? authorization)
    {
        _folder.Write("file", "from-file\n");
        await AskAsync(Config(user), ClusterChoice.Default);
        Assert.Equal(authorization, Assert.Single(_server.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData("", "gzip")]
    [InlineData(", disable-compression: false", "gzip")]
    [InlineData(", disable-compression: true", null)]
    public async Task Compressed_answers_are_asked_for_unless_the_cluster_says_otherwise(string more, string? encoding)
    {
        await AskAsync(Config("{}", more: more), ClusterChoice.Default);
        Assert.Equal(encoding, Assert.Single(_server.Requests).Header("Accept-Encoding"));
    }

    [Fact]
    public async Task What_the_command_line_says_counts_before_the_context()
    {
        var config = Config("{tokenFile: missing, as: other, as-groups: [g]}", server: "http://127.0.0.1:1");
        await AskAsync(config, new()
        {
            Server = _server.Url,
            Token = "flag",
            AsUser = "boss",
            AsGroups = ["a", "b"],
        });
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("Bearer flag", "boss"), (request.Header("Authorization"), request.Header("Impersonate-User")));
    }

    [Fact]
    public async Task A_token_in_a_file_is_read_again_when_the_server_refuses_it()
    {
        _folder.Write("file", "old");
        using var access = Access(Config("{tokenFile: file}"), ClusterChoice.Default);
        await AskAsync(access);
        _folder.Write("file", "new");
        _answers.Enqueue("401 Unauthorized");
        await AskAsync(access);
        Assert.Equal(["Bearer old", "Bearer old", "Bearer new"], _server.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task A_token_in_a_file_is_read_again_after_a_minute()
    {
        _folder.Write("file", "old");
        using var access = Access(Config("{tokenFile: file}"), ClusterChoice.Default);
        await AskAsync(access);
        _folder.Write("file", "new");
        _clock.Advance(TokenFile.Period - TimeSpan.FromSeconds(1));
        await AskAsync(access);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(access);
        Assert.Equal(["Bearer old", "Bearer old", "Bearer new"], _server.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task A_plugin_is_asked_once_for_many_requests_and_again_when_its_token_is_refused()
    {
        using var access = Access(Config(Plugin("""
            echo >> runs
            printf '%s' "$KUBERNETES_EXEC_INFO" > info
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'$A$(wc -l < runs)'"}}'
            """, "env: [{name: A, value: tok}], provideClusterInfo: true")), ClusterChoice.Default);
        await AskAsync(access);
        await AskAsync(access);
        _answers.Enqueue("401 Unauthorized");
        await AskAsync(access);
        Assert.Equal(
            ["Bearer tok1", "Bearer tok1", "Bearer tok1", "Bearer tok2"],
            _server.Requests.Select(request => request.Header("Authorization")));
        Assert.Equal(
            "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"spec\":{\"cluster\":{\"server\":\""
            + _server.Url + "\"},\"interactive\":false}}",
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, "info"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("exit 3", "failed: exit status 3")]
    [InlineData("echo " + Canary, "failed: what it printed is not JSON")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"" + Canary + "\"}}'",
        "failed: it answered in another apiVersion than client.authentication.k8s.io/v1")]
    [InlineData(
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "failed: it issued neither a token nor a certificate")]
    [InlineData(
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"" + Canary + "\",\"token\":\"t\"}}'",
        "failed: a certificate and its key must come together")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}'",
        "failed: its expirationTimestamp is not a time")]
    public async Task A_plugin_that_fails_is_named_without_what_it_printed(string script, string problem)
    {
        var failure = await Assert.ThrowsAnyAsync<SecretsKitException>(() => AskAsync(Config(Plugin(script)), ClusterChoice.Default));
        Assert.EndsWith(problem, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            $"the credential plugin {Path.Combine(_folder.Path, "plugin")} of the kubeconfig", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_missing_plugin_comes_with_its_own_hint()
    {
        var user = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-login, installHint: get it there}}";
        var failure = await Assert.ThrowsAnyAsync<SecretsKitException>(() => AskAsync(Config(user), ClusterChoice.Default));
        Assert.StartsWith(
            "the credential plugin no-such-login of the kubeconfig did not start: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("get it there", failure.Hint);
    }

    [Fact]
    public async Task A_plugin_that_must_ask_is_not_run_without_a_terminal()
    {
        var user = Plugin("exit 0", "interactiveMode: Always");
        var failure = await Assert.ThrowsAnyAsync<SecretsKitException>(() => AskAsync(Config(user), ClusterChoice.Default));
        Assert.EndsWith("failed: it asks on the terminal, and there is none", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_in_a_pod_uses_the_account_of_the_pod()
    {
        _variables["KUBERNETES_SERVICE_HOST"] = "127.0.0.1";
        _variables["KUBERNETES_SERVICE_PORT"] = "1";
        _folder.Write("token", "of-pod");
        _folder.Write("namespace", "web\n");
        var account = ServiceAccountFolder.Load(Surroundings().Environment, _folder.Path)!;
        Assert.Equal("https://127.0.0.1:1", account.Clusters["in-cluster"].Server);
        Assert.Equal(Path.Combine(_folder.Path, "ca.crt"), account.Clusters["in-cluster"].CertificateAuthority.Path);
        using var access = Access(
            new() { Users = account.Users, Contexts = account.Contexts, CurrentContext = account.CurrentContext }, new()
            {
                Server = _server.Url,
            });
        await AskAsync(access);
        Assert.Equal("web", access.Namespace);
        Assert.Equal("Bearer of-pod", Assert.Single(_server.Requests).Header("Authorization"));
    }

    [Theory]
    [InlineData(null, null, "default")]
    [InlineData("web", null, "web")]
    [InlineData("web", "flag", "flag")]
    public void The_namespace_is_that_of_the_command_line_then_of_the_context(string? context, string? flag, string expected)
    {
        var config = new Kubeconfig
        {
            Contexts = new Dictionary<string, KubeContext> { ["c"] = new() { Namespace = context ?? "" } },
            CurrentContext = "c",
        };
        using var access = Access(config, new() { Namespace = flag ?? "" });
        Assert.Equal(expected, access.Namespace);
        Assert.Equal("http://localhost:8080", access.Server);
    }

    [Theory]
    [InlineData("nowhere", "context \"nowhere\" does not exist", "the kubeconfig has c")]
    [InlineData("c", "cluster \"k\" does not exist", "the kubeconfig has no cluster")]
    public void A_name_that_leads_nowhere_is_refused(string context, string problem, string hint)
    {
        var config = new Kubeconfig { Contexts = new Dictionary<string, KubeContext> { ["c"] = new() { Cluster = "k" } } };
        var failure = Assert.ThrowsAny<SecretsKitException>(() => Access(config, new() { Context = context }));
        Assert.Equal((problem, hint), (failure.Message, failure.Hint));
    }

    [Theory]
    [InlineData("{client-certificate-data: Y2VydA==}", "client-key-data or client-key must be specified")]
    [InlineData("{client-certificate-data: Y2VydA==, client-key-data: a2V5}", "expected a certificate and its private key")]
    [InlineData("{auth-provider: {name: gcp}}", "the authentication provider gcp, which clients no longer have")]
    public void Credentials_that_cannot_work_are_refused_before_the_first_request(string user, string problem)
    {
        var failure = Assert.ThrowsAny<SecretsKitException>(() => Access(Config(user), ClusterChoice.Default));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_those_that_are_named_then_of_the_variable_then_the_users_own()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".kube"));
        _folder.Write(".kube/config", "current-context: own");
        _folder.Write("a", "current-context: a");
        _folder.Write("b", "contexts: [{name: b, context: {}}]");
        Assert.Equal("own", Load(null).CurrentContext);
        _variables["KUBECONFIG"] = "missing:b:a";
        var several = Load("");
        Assert.Equal(("a", true), (several.CurrentContext, several.Contexts.ContainsKey("b")));
        Assert.Equal("a", Load("a").CurrentContext);
        Assert.Equal("stat missing: no such file or directory", Assert.ThrowsAny<SecretsKitException>(() => Load("missing")).Message);
        _variables = new() { ["KUBECONFIG"] = "missing" };
        Assert.True(Load(null).IsEmpty);
    }

    private Kubeconfig Load(string? named) => KubeconfigFiles.Load(Surroundings().Environment, named);

    private string Plugin(string script, string more = "")
    {
        var path = _folder.Write("plugin", "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return $"{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: ./plugin{(more.Length > 0 ? ", " + more : "")}}}}}";
    }

    private Kubeconfig Config(string user, string? server = null, string more = "") => KubeconfigReader.Read(
        Encoding.UTF8.GetBytes($$$"""
            current-context: c
            clusters: [{name: k, cluster: {server: "{{{server ?? _server.Url}}}"{{{more}}} }}]
            users: [{name: u, user: {{{user}}}}]
            contexts: [{name: c, context: {cluster: k, user: u}}]
            """),
        Path.Combine(_folder.Path, "config"),
        "config");

    private CredentialSurroundings Surroundings() =>
        new(new HostEnvironment(_variables, _folder.Path), new ProcessRunner(), _clock, HasTerminal: false);

    private ClusterAccess Access(Kubeconfig config, ClusterChoice choice) => ClusterAccess.Create(config, choice, Surroundings());

    private async Task AskAsync(Kubeconfig config, ClusterChoice choice)
    {
        using var access = Access(config, choice);
        await AskAsync(access);
    }

    private async Task AskAsync(ClusterAccess access)
    {
        using var connections = new HttpConnections(Surroundings().Environment, TimeProvider.System);
        var client = new ApiClient(access, new HttpTransport(connections, buffer => buffer.Clear()));
        await client.SendAsync(new(HttpMethod.Get, "/api/v1/namespaces/x"), TestContext.Current.CancellationToken);
    }
}
