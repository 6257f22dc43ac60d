using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Hooks;

/// <summary>Passes on what the containers of a hook printed.</summary>
internal sealed class HookLogs(HookSurroundings surroundings)
{
    private static readonly ApiResource Pods = new("", "v1", "Pod", "pods") { IsNamespaced = true };

    /// <summary>Reads the logs of all containers of a Job's pods, or of a Pod; other kinds have none.</summary>
    /// <exception cref="SecretsKitException">A log cannot be read.</exception>
    public async Task WriteAsync(ResourceRef item, CancellationToken ct)
    {
        var options = (item.Group, item.Kind) switch
        {
            ("batch", "Job") => new ListOptions { LabelSelector = $"job-name={item.Name}" },
            ("", "Pod") => new ListOptions { FieldSelector = $"metadata.name={item.Name}" },
            _ => null,
        };
        if (options is null || surroundings.Output is SilentHookOutput)
        {
            return;
        }

        var pods = await surroundings.Objects.ListAsync(Pods, item.Namespace, options, ct);
        foreach (var pod in pods.Items.Select(one => one.AsMap).OfType<Core.Data.MapValue>().Select(fields => new LiveObject(fields)))
        {
            foreach (var container in pod.Maps("spec", "containers"))
            {
                await WriteAsync(pod, container.Text("name"), ct);
            }
        }
    }

    private async Task WriteAsync(LiveObject pod, string container, CancellationToken ct)
    {
        try
        {
            using var response = await new PodLogs(pod.Namespace, pod.Name)
            {
                Container = container,
                MaxBytes = ContainerOutput.MaxBytes,
            }.OpenAsync(surroundings.Objects.Client, ct);
            surroundings.Output.Write(new(pod.Name, container, await response.ReadContentAsync(ct)));
        }
        catch (SecretsKitException failure)
        {
            var verb = surroundings.Generation == HelmGeneration.V4 ? "failed" : "Failed";
            throw new SecretsKitException(
                failure.Code, $"{verb} to stream pod logs for pod: {pod.Name}, container: {container}", failure) { Hint = failure.Hint };
        }
    }
}
