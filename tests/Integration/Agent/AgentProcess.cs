using System.Diagnostics;
using System.Text.Json;
using SecretsKit.Integration.Kubernetes;

namespace SecretsKit.Integration.Agent;

/// <summary>The published agent, as a process of its own.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<string> _lines = [];

    /// <param name="arguments">Flags, besides those of addresses.</param>
    public AgentProcess(params IEnumerable<string> arguments)
        : this([], arguments)
    {
    }

    /// <param name="variables">Of its environment, besides those that every agent gets.</param>
    /// <param name="arguments">Flags, besides those of addresses.</param>
    public AgentProcess((string Name, string Value)[] variables, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
            ["--metrics-addr=127.0.0.1:0", "--live-addr=127.0.0.1:0", "--status-addr=127.0.0.1:0", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["KUBECONFIG"] = Path.Combine(Cluster.Folder, "kubeconfig");
        start.Environment["PATH"] = "/usr/bin:/bin";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _reading = Task.Run(async () =>
        {
            while (await _process.StandardError.ReadLineAsync() is { } line)
            {
                lock (_lines)
                {
                    _lines.Add(line);
                }
            }
        });
    }

    /// <summary>Absolute. A run without it fails instead of skipping, because it is ours to make.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("SECRETSKIT_AGENT") is { Length: > 0 } agent
        && File.Exists(agent)
        ? Path.GetFullPath(agent)
        : throw new InvalidOperationException(
            "SECRETSKIT_AGENT names no program: run tests/run, or set it to the one beside SECRETSKIT_BINARY");

    public int Id => _process.Id;

    public string Log
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>The text of a path of one of its servers.</summary>
    public async Task<(int Status, string Text)> GetAsync(string server, string path, CancellationToken ct)
    {
        using var response = await Http.GetAsync(new Uri($"http://{await AddressAsync(server, ct)}{path}"), ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    public async Task<(int Status, string Text)> PutAsync(string server, string path, string content, CancellationToken ct)
    {
        using var body = new StringContent(content);
        using var response = await Http.PutAsync(new Uri($"http://{await AddressAsync(server, ct)}{path}"), body, ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Where a server listens, as the log says.</summary>
    public async Task<string> AddressAsync(string server, CancellationToken ct)
    {
        JsonElement? line = null;
        await Until(() => (line = Messages("listening").FirstOrDefault(
            message => message.GetProperty("for").GetString() == server)) is { ValueKind: JsonValueKind.Object }, ct);
        return line!.Value.GetProperty("address").GetString()!;
    }

    /// <summary>Lines of the log with a message.</summary>
    public IEnumerable<JsonElement> Messages(string message) => Log.Split('\n').Where(line => line.StartsWith('{'))
        .Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("msg").GetString() == message);

    public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{_process.Id}"])!.WaitForExit();

    public async Task<int> WaitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        await _reading;
        return _process.ExitCode;
    }

    public async Task Until(Func<bool> holds, CancellationToken ct)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 600 && (!_process.HasExited || holds()), $"it did not come to that:\n{Log}");
            await Task.Delay(100, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }
}
