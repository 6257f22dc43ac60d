using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Restarting;

/// <summary>Which Secrets the containers of a workload read.</summary>
internal static class WorkloadSecrets
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    /// <summary>
    /// The names of the Secrets that a pod template mounts, alone or projected, or has in its environment. Those that the kubelet alone
    /// reads, such as for pulling images, are none of them.
    /// </summary>
    public static IReadOnlySet<string> Of(MapValue workload)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (workload.Child("spec")?.Child("template")?.Child("spec") is not { } pod)
        {
            return names;
        }

        foreach (var volume in pod.Children("volumes"))
        {
            Add(volume.Child("secret")?.Text("secretName"));
            foreach (var source in volume.Child("projected")?.Children("sources") ?? [])
            {
                Add(source.Child("secret")?.Text("name"));
            }
        }

        foreach (var container in ContainerLists.SelectMany(list => pod.Children(list)))
        {
            foreach (var variable in container.Children("env"))
            {
                Add(variable.Child("valueFrom")?.Child("secretKeyRef")?.Text("name"));
            }

            foreach (var source in container.Children("envFrom"))
            {
                Add(source.Child("secretRef")?.Text("name"));
            }
        }

        return names;

        void Add(string? name)
        {
            if (name is { Length: > 0 })
            {
                names.Add(name);
            }
        }
    }
}
