using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>An object that runs pods.</summary>
/// <param name="Owner">The object.</param>
/// <param name="Pod">The pod, or the template of its pods: metadata and spec.</param>
internal sealed record Workload(RenderedObject Owner, Value Pod)
{
    /// <summary>Whether its pods are to run until somebody ends them.</summary>
    public bool IsService => Owner.Kind is "Deployment" or "StatefulSet" or "DaemonSet" && !Owner.IsHook;

    /// <summary><c>spec</c> of the pod.</summary>
    public Value Spec => Pod.At("spec");

    /// <summary>Containers, those that run before the others left out.</summary>
    public IEnumerable<Container> Containers => Of("containers");

    /// <summary>All containers, those that run before the others first.</summary>
    public IEnumerable<Container> AllContainers => [.. Of("initContainers"), .. Of("containers")];

    /// <summary>The workload that an object is; null for other objects.</summary>
    public static Workload? Of(RenderedObject rendered) => (rendered.Group, rendered.Kind) switch
    {
        ("", "Pod") => new(rendered, rendered.Content),
        ("apps", "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet") or ("", "ReplicationController") or ("batch", "Job") =>
            new(rendered, rendered.Content.At("spec", "template")),
        ("batch", "CronJob") => new(rendered, rendered.Content.At("spec", "jobTemplate", "spec", "template")),
        _ => null,
    };

    private IEnumerable<Container> Of(string list) =>
        Spec.ItemsAt(list).Where(item => item.AsMap is not null).Select(item => new Container(this, item));
}

/// <summary>One container of a workload.</summary>
/// <param name="Workload">Where it runs.</param>
/// <param name="Content">Its fields.</param>
internal sealed record Container(Workload Workload, Value Content)
{
    /// <summary>The name and the workload's, for messages.</summary>
    public string Title => $"container {Content.TextAt("name")} of {Workload.Owner.Title}";

    /// <summary>The image; empty where absent.</summary>
    public string Image => Content.TextAt("image") ?? "";
}
