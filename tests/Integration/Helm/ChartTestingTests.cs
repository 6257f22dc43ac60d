using System.Diagnostics;
using SecretsKit.Core.Data;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Integration.Helm;

/// <summary><c>ct install</c> on the API server: what it makes goes again, whatever happens.</summary>
public sealed class ChartTestingTests : IDisposable
{
    private const string ConfigMap = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{ .Release.Name }}-cm
          labels: {app.kubernetes.io/instance: {{ .Release.Name }}}
        data:
          color: {{ .Values.color }}
        """;

    private const string TestHook = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{ .Release.Name }}-test
          annotations: {helm.sh/hook: test, helm.sh/hook-delete-policy: before-hook-creation}
        """;

    private readonly HelmRun _run = new();
    private readonly Cluster _cluster = new();
    private readonly string _name = "ct" + Guid.NewGuid().ToString("N")[..8];

    public ChartTestingTests()
    {
        _run.Variables["KUBECONFIG"] = Path.Combine(Cluster.Folder, "kubeconfig");
        _run.Variables["GIT_CONFIG_NOSYSTEM"] = "1";
        Write($"charts/{_name}/Chart.yaml", Chart("1.0.0"));
        Write($"charts/{_name}/values.yaml", "color: red\n");
        Write($"charts/{_name}/templates/cm.yaml", ConfigMap);
        Write($"charts/{_name}/templates/tests/test.yaml", TestHook);
        Git("init", "--quiet", "--initial-branch=main");
        Commit("first");
        Git("update-ref", "refs/remotes/origin/main", "HEAD");
    }

    /// <summary>P-162: a changed chart is installed, tested and removed with its namespace, once for each file of values.</summary>
    [Fact]
    public async Task P_162_A_changed_chart_is_installed_tested_and_removed()
    {
        Write($"charts/{_name}/Chart.yaml", Chart("1.1.0"));
        Write($"charts/{_name}/ci/a-values.yaml", "color: amber\n");
        Write($"charts/{_name}/ci/b-values.yaml", "color: blue\n");
        Commit("second");
        var (code, output, error) = await RunAsync("install", "--target-branch", "main");
        Assert.Equal((0, ""), (code, error));
        Assert.EndsWith("All charts installed successfully\n", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("TEST SUITE:").Length - 1);
        Assert.Equal(2, output.Split("\" uninstalled\n").Length - 1);
        Assert.Empty(await NamespacesAsync());
    }

    /// <summary>An upgrade from the previous revision, which lies in a worktree that is gone afterwards, and one in place.</summary>
    [Fact]
    public async Task An_upgrade_begins_with_the_previous_revision()
    {
        Write($"charts/{_name}/Chart.yaml", Chart("1.1.0"));
        Commit("second");
        var (code, output, error) = await RunAsync("install", "--upgrade", "--debug");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(">>> git worktree add ", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("has been upgraded").Length - 1);
        Assert.Contains("--reuse-values --wait", output, StringComparison.Ordinal);
        Assert.Empty(await NamespacesAsync());
        Assert.Single(Git("worktree", "list").Trim().Split('\n'));
    }

    /// <summary>What a version may break is not upgraded from the previous revision, only in place.</summary>
    [Fact]
    public async Task A_version_that_may_break_is_upgraded_in_place_alone()
    {
        Write($"charts/{_name}/Chart.yaml", Chart("2.0.0"));
        Commit("second");
        var (code, output, _) = await RunAsync("install", "--upgrade");
        Assert.Equal(0, code);
        Assert.Contains("Skipping upgrade test of ", output, StringComparison.Ordinal);
        Assert.Single(output.Split("has been upgraded")[1..]);
    }

    /// <summary>A chart that fails leaves no namespace behind and does not keep the next from its turn.</summary>
    [Fact]
    public async Task A_failing_chart_leaves_nothing()
    {
        Write($"charts/{_name}/templates/bad.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: BAD_NAME}\n");
        Write($"charts/z{_name}/Chart.yaml", Chart("1.0.0").Replace(_name, "z" + _name, StringComparison.Ordinal));
        Write($"charts/z{_name}/templates/cm.yaml", ConfigMap.Replace("{{ .Values.color }}", "red", StringComparison.Ordinal));
        Commit("second");
        var (code, output, error) = await RunAsync("install", "--charts", $"charts/{_name},charts/z{_name}");
        Assert.Equal(1, code);
        Assert.Contains($" ✖︎ {_name} => ", output, StringComparison.Ordinal);
        Assert.Contains($" ✔︎ z{_name} => ", output, StringComparison.Ordinal);
        Assert.EndsWith("Error: failed installing charts: failed processing charts\n", error, StringComparison.Ordinal);
        Assert.Empty(await NamespacesAsync());
    }

    /// <summary>A namespace that is named is the user's: it stays, and what else is in it does too.</summary>
    [Fact]
    public async Task A_named_namespace_stays()
    {
        var place = "own" + _name;
        await ObjectsAsync(objects => objects.CreateAsync(
            Reading($"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {place}}}"), new(), Ct));
        try
        {
            var (code, output, _) = await RunAsync("install", "--all", "--namespace", place, "--release-name", "r" + _name);
            Assert.Equal(0, code);
            Assert.Contains($"release \"r{_name}\" uninstalled\n", output, StringComparison.Ordinal);
            Assert.Contains(place, await NamespacesAsync());
        }
        finally
        {
            await ObjectsAsync(objects => objects.DeleteAsync(new("v1", "Namespace", "", place), new(), Ct));
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _cluster.Dispose();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Chart(string version) => $"apiVersion: v2\nname: {_name}\nversion: {version}\n";

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] words) => _run.RunAsync("secretskit", ["ct", .. words]);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_run.Folder, name))!);
        File.WriteAllText(Path.Combine(_run.Folder, name), text);
    }

    private void Commit(string message)
    {
        Git("add", "charts");
        Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", message);
    }

    private string Git(params string[] words)
    {
        var start = new ProcessStartInfo("git", words) { WorkingDirectory = _run.Folder, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }

    // Those of this test.
    private async Task<List<string>> NamespacesAsync()
    {
        var names = new List<string>();
        await ObjectsAsync(async objects =>
        {
            var list = await objects.ListAsync(new ApiResource("", "v1", "Namespace", "namespaces"), "", new(), Ct);
            names =
            [
                .. list.Items.Select(item => item.AsMap![new("metadata")].AsMap![new("name")].StringBytes)
                    .Select(System.Text.Encoding.UTF8.GetString),
            ];
            return Value.Nil;
        });
        return [.. names.Where(name => name.Contains(_name, StringComparison.Ordinal))];
    }

    private async Task ObjectsAsync(Func<ObjectClient, Task<Value>> action)
    {
        var client = _cluster.As();
        using var resources = new ServerResources(client, null);
        await action(new ObjectClient(client, resources));
    }

    private static Value Reading(string yaml) =>
        SecretsKit.Core.Data.Yaml.KubernetesYaml.Read(System.Text.Encoding.UTF8.GetBytes(yaml), new());
}
