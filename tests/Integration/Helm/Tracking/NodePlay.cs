using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Tracking;

/// <summary>Plays a node step by step: pods come up, something warns about them, and some time later they are ready.</summary>
internal sealed class NodePlay(DeployBench bench) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly AdminCalls _calls = new();

    /// <summary>Brings the first pod to a state, warns twice, and brings it to another when the warnings are there.</summary>
    /// <returns>Empty, or what went wrong.</returns>
    public async Task<string> ReadyAfterAsync(string first, string then, string part, string warning)
    {
        var ct = TestContext.Current.CancellationToken;
        var pod = await FirstPodAsync(part, ct);
        await bench.Place.SetStatusAsync($"pods/{pod["metadata"]!["name"]}", first);
        await Task.Delay(Interval * 10, ct);
        if (warning.Length > 0)
        {
            await WarnAsync(pod, warning, "no such volume");
        }

        await Task.Delay(Interval * 10, ct);
        await bench.Place.SetStatusAsync($"pods/{pod["metadata"]!["name"]}", then);
        return "";
    }

    public void Dispose() => _calls.Dispose();

    private async Task<JsonNode> FirstPodAsync(string part, CancellationToken ct)
    {
        while (true)
        {
            var pods = await _calls.ListAsync($"/api/v1/namespaces/{bench.Namespace}/pods");
            var found = pods.FirstOrDefault(pod => $"{pod["metadata"]!["name"]}".Contains(part, StringComparison.Ordinal));
            if (found is not null)
            {
                return found;
            }

            await Task.Delay(Interval, ct);
        }
    }

    private async Task WarnAsync(JsonNode pod, string reason, string message)
    {
        var metadata = pod["metadata"]!;
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"warning-{Guid.NewGuid():N}", ["namespace"] = bench.Namespace },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = "v1", ["kind"] = "Pod", ["namespace"] = bench.Namespace,
                ["name"] = metadata["name"]!.GetValue<string>(), ["uid"] = metadata["uid"]!.GetValue<string>(),
            },
            ["type"] = "Warning", ["reason"] = reason, ["message"] = message,
            ["count"] = 2, ["firstTimestamp"] = now, ["lastTimestamp"] = now,
        };
        var (status, answer) = await _calls.SendAsync("POST", $"/api/v1/namespaces/{bench.Namespace}/events", body);
        Assert.True(status < 300, answer?.ToString());
    }
}
