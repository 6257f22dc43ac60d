using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Prints what happened to what was installed: events, pods, and what their containers printed.</summary>
internal sealed class InstallReport(TestingContext context, ScratchCluster cluster)
{
    private const int Width = 120;
    private const long MaxLogBytes = 1024 * 1024;

    private static readonly ApiResource Events = new("", "v1", "Event", "events") { IsNamespaced = true };
    private static readonly ApiResource Pods = new("", "v1", "Pod", "pods") { IsNamespaced = true };

    /// <summary>Prints it; what cannot be read is only said to be so.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="selector">Which pods; empty for all.</param>
    /// <param name="ct">Ends it.</param>
    public async Task PrintAsync(string place, string selector, CancellationToken ct)
    {
        context.Print(new string('=', Width));
        await SectionAsync($"Events of namespace {place}", () => EventsAsync(place, ct));
        IReadOnlyList<Value> pods = [];
        try
        {
            pods = (await cluster.Objects.ListAsync(Pods, place, new() { LabelSelector = selector }, ct)).Items;
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            context.PrintText($"failed reading pods: {failure.Message}\n");
        }

        foreach (var pod in pods)
        {
            var name = ObjectReading.Text(pod, "metadata", "name");
            await SectionAsync($"Description of pod {name}", () => Task.FromResult(Description(pod)));
            foreach (var container in Containers(pod))
            {
                await SectionAsync($"Logs of container {container}", () => LogsAsync(place, name, container, isPrevious: false, ct));
                if (HasRestarted(pod, container))
                {
                    await SectionAsync(
                        $"Logs of container {container} before it restarted",
                        () => LogsAsync(place, name, container, isPrevious: true, ct));
                }
            }
        }

        context.Print(new string('=', Width));
    }

    private async Task SectionAsync(string title, Func<Task<string>> content)
    {
        var shown = DisplayText.Field(title);
        var line = new string('.', Width);
        context.Print($"{line}\n==> {shown}\n{line}");
        try
        {
            context.PrintText(await content());
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            context.PrintText($"not to be had: {failure.Message}\n");
        }

        context.Print($"{line}\n<== {shown}\n{line}");
    }

    private async Task<string> EventsAsync(string place, CancellationToken ct)
    {
        var list = await cluster.Objects.ListAsync(Events, place, new(), ct);
        var text = new StringBuilder();
        foreach (var row in list.Items)
        {
            var subject = $"{ObjectReading.Text(row, "involvedObject", "kind")}/{ObjectReading.Text(row, "involvedObject", "name")}";
            text.Append(ObjectReading.Text(row, "type").PadRight(8)).Append(ObjectReading.Text(row, "reason").PadRight(24)).Append(subject)
                .Append("  ").Append(ObjectReading.Text(row, "message").ReplaceLineEndings(" ")).Append('\n');
        }

        return text.Length > 0 ? text.ToString() : "No events.\n";
    }

    // Its state alone: the rest of a pod may hold secrets as variables.
    private static string Description(Value pod)
    {
        var text = new StringBuilder($"Phase: {ObjectReading.Text(pod, "status", "phase")}\n");
        foreach (var condition in ObjectReading.Elements(pod, "status", "conditions"))
        {
            text.Append($"{ObjectReading.Text(condition, "type")}: {ObjectReading.Text(condition, "status")} ")
                .Append($"{ObjectReading.Text(condition, "reason")} {ObjectReading.Text(condition, "message")}".Trim()).Append('\n');
        }

        foreach (var status in Statuses(pod))
        {
            text.Append($"Container {ObjectReading.Text(status, "name")}: {ObjectReading.Text(status, "image")}, ")
                .Append($"restarted {ObjectReading.Number(status, "restartCount")} times\n");
        }

        return text.ToString();
    }

    private static IEnumerable<Value> Statuses(Value pod) =>
        ObjectReading.Elements(pod, "status", "initContainerStatuses").Concat(ObjectReading.Elements(pod, "status", "containerStatuses"));

    private static IEnumerable<string> Containers(Value pod) =>
        ObjectReading.Elements(pod, "spec", "initContainers").Concat(ObjectReading.Elements(pod, "spec", "containers"))
            .Select(container => ObjectReading.Text(container, "name"));

    private static bool HasRestarted(Value pod, string container) => Statuses(pod).Any(
        status => ObjectReading.Text(status, "name") == container && ObjectReading.Number(status, "restartCount") > 0);

    private async Task<string> LogsAsync(string place, string pod, string container, bool isPrevious, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> query = [new("container", container), new("limitBytes", $"{MaxLogBytes}")];
        if (isPrevious)
        {
            query.Add(new("previous", "true"));
        }

        using var response = await cluster.Objects.Client.OpenAsync(
            new ApiRequest(HttpMethod.Get, $"/api/v1/namespaces/{place}/pods/{pod}/log") { Query = query }, ct);
        var text = Encoding.UTF8.GetString(await response.ReadContentAsync(ct));
        return text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
    }
}
