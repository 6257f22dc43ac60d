using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>What happens in the cluster, or to the program, while a command runs: the part of the kubelet, and signals.</summary>
internal sealed class DuringCommand(AdminCalls calls, TranscriptCase row)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Plays one part until the command ends.</summary>
    public Task PlayAsync(JsonNode part, Process process, CancellationToken ended) => TranscriptCase.Text(part["do"]) == "pods"
        ? PlayPodsAsync(TranscriptCase.Text(part["selector"]), TranscriptCase.Text(part["phase"]), ended)
        : SignalAsync(part, process, ended);

    private async Task PlayPodsAsync(string selector, string phase, CancellationToken ended)
    {
        var done = new HashSet<string>();
        while (!ended.IsCancellationRequested)
        {
            foreach (
                var pod in await calls.ListAsync($"/api/v1/namespaces/{row.Namespace}/pods?labelSelector={Uri.EscapeDataString(selector)}"))
            {
                var metadata = pod["metadata"]!;
                if (done.Add(TranscriptCase.Text(metadata["uid"])))
                {
                    var path = $"/api/v1/namespaces/{row.Namespace}/pods/{metadata["name"]}/status";
                    await calls.SendAsync("PATCH", path, Status(phase), "application/strategic-merge-patch+json");
                }
            }

            await Task.Delay(Interval, CancellationToken.None);
        }
    }

    private static JsonNode Status(string phase) => JsonNode.Parse(phase == "Ready"
        ? """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}"""
        : $$$"""{"status":{"phase":"{{{phase}}}"}}""")!;

    private async Task SignalAsync(JsonNode part, Process process, CancellationToken ended)
    {
        var path = row.Here(TranscriptCase.Text(part["when"]));
        while (!ended.IsCancellationRequested && await calls.FindAsync(path) is null)
        {
            await Task.Delay(Interval, CancellationToken.None);
        }

        await Task.Delay(TimeSpan.FromSeconds(part["delay"]?.GetValue<double>() ?? 0), CancellationToken.None);
        if (!process.HasExited)
        {
            var signal = part["signal"]!.GetValue<int>().ToString(CultureInfo.InvariantCulture);
            using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(CancellationToken.None);
        }
    }
}
