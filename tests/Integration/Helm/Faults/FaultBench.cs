using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>A namespace with a chart of two objects and a hook, and the program behind a proxy that fails on demand.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private const string Chart = """
        {{- range .Values.names }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ $.Release.Name }}-{{ . }}"}
        data: {a: "{{ $.Values.a }}"}
        {{- end }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: "{{ $.Release.Name }}-hook"
          annotations: {helm.sh/hook: "pre-install,pre-upgrade,pre-rollback,pre-delete"}
        data: {a: "{{ $.Values.a }}"}
        """;

    private readonly AdminCalls _calls = new();
    private readonly HelmRun _run = new();
    private volatile Process? _process;

    public FaultBench()
    {
        Directory.CreateDirectory(Path.Combine(_run.Folder, "chart", "templates"));
        _run.Write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
        _run.Write("chart/values.yaml", "names: [one, two]\na: 1\n");
        _run.Write("chart/templates/all.yaml", Chart);
        _run.Variables["HELM_NAMESPACE"] = Namespace;
        _run.Variables["KUBECONFIG"] = _run.Write("kubeconfig", Proxy.Kubeconfig());
    }

    public ApiProxy Proxy { get; } = new();

    public string Namespace { get; } = $"f{Guid.NewGuid():N}"[..12];

    public HelmRun Run => _run;

    private string Leases => $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";

    public async Task CreateNamespaceAsync() => await _calls.SendAsync(
        "POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });

    /// <summary>Runs a command; faults can kill it.</summary>
    public Task<(int Code, string Output, string Error)> RunAsync(string tool, params string[] words) => _run.RunAsync(
        tool,
        words,
        during: (process, _) =>
        {
            _process = process;
            return Task.CompletedTask;
        });

    /// <summary>Runs a command that has to go well.</summary>
    public async Task RequireAsync(string tool, params string[] words)
    {
        Proxy.Fault = _ => ProxyFault.None;
        var (code, output, error) = await RunAsync(tool, words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {code}\n{output}{error}");
    }

    /// <summary>Kills the program at a write: before the server gets it, or after.</summary>
    /// <param name="number">Which write, from 1.</param>
    /// <param name="isBefore">Whether the server does not get it.</param>
    /// <returns>Says whether there was such a write.</returns>
    public Func<bool> KillAt(int number, bool isBefore) => KillAt(number, isBefore, request => request.IsWrite);

    /// <summary>Kills the program at a request of some kind: before the server gets it, or after.</summary>
    /// <inheritdoc cref="KillAt(int, bool)"/>
    public Func<bool> KillAt(int number, bool isBefore, Func<ProxiedRequest, bool> isCounted)
    {
        var killed = FailAt(
            number,
            _ =>
            {
                if (isBefore)
                {
                    Kill();
                    return ProxyFault.LostRequest;
                }

                return ProxyFault.LostAnswer with { Reached = Kill };
            },
            isCounted);
        return () => killed() is not null;
    }

    /// <summary>
    /// Disturbs one request of some kind. A read that is repeated counts once, whatever its query: how often a wait asks depends on the
    /// machine.
    /// </summary>
    /// <param name="number">Which, from 1.</param>
    /// <param name="fault">What happens to it.</param>
    /// <param name="isCounted">Of which kind.</param>
    /// <returns>Says which it was; null if there was none.</returns>
    public Func<ProxiedRequest?> FailAt(int number, Func<ProxiedRequest, ProxyFault> fault, Func<ProxiedRequest, bool> isCounted)
    {
        var read = new ConcurrentDictionary<(string Method, string Path), bool>();
        var counted = 0;
        ProxiedRequest? failed = null;
        Proxy.Fault = request =>
        {
            if (!isCounted(request)
                || (!request.IsWrite && !read.TryAdd((request.Method, request.Path), true))
                || Interlocked.Increment(ref counted) != number)
            {
                return ProxyFault.None;
            }

            failed = request;
            return fault(request);
        };
        return () => failed;
    }

    /// <summary>The states of the records, the oldest first, as <c>1:superseded</c>.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync() =>
    [
        .. (await new StoredRecords(_calls, Namespace).ListAsync())
            .Select(record => $"{record!["labels"]!["version"]}:{record["status"]}")
            .OrderBy(text => int.Parse(text.Split(':')[0], CultureInfo.InvariantCulture)),
    ];

    /// <summary>The objects of the release, hooks among them: names and values.</summary>
    public async Task<IReadOnlyList<string>> ObjectsAsync() =>
    [
        .. (await _calls.ListAsync($"/api/v1/namespaces/{Namespace}/configmaps"))
            .Where(item => item["metadata"]!["name"]!.GetValue<string>().StartsWith("r-", StringComparison.Ordinal))
            .Select(item => $"{item["metadata"]!["name"]}={item["data"]!["a"]}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The names of the leases of the namespace.</summary>
    public async Task<IReadOnlyList<string>> LeasesAsync() =>
        [.. (await _calls.ListAsync(Leases)).Select(item => item["metadata"]!["name"]!.GetValue<string>())];

    /// <summary>Holds the lock of the release as somebody else, who renewed it just now.</summary>
    public async Task HoldAsync(string holder)
    {
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        await _calls.SendAsync("POST", Leases, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "secretskit-release-r" },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = holder,
                ["leaseDurationSeconds"] = 15,
                ["acquireTime"] = now,
                ["renewTime"] = now,
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _calls.RemoveRecordsAsync(Namespace);
        _run.Dispose();
        Proxy.Dispose();
        _calls.Dispose();
    }

    // The process is known before its first request: the proxy may be faster by some microseconds.
    private void Kill()
    {
        SpinWait.SpinUntil(() => _process is not null);
        _process!.Kill();
        _process.WaitForExit();
    }
}
