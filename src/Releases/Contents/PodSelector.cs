using System.Text;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Contents;

/// <summary>Which pods belong to an object, by what its manifest says.</summary>
internal static class PodSelector
{
    /// <summary>The labels of its pods, as <c>app=web,tier=db</c>; null for objects that select none.</summary>
    public static string? Of(ReleaseObject item)
    {
        var selector = item.Manifest[new("spec")].AsMap?[new("selector")].AsMap;
        var labels = item.Reference.Kind switch
        {
            "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" => selector?[new("matchLabels")].AsMap,
            "ReplicationController" => selector,
            _ => null,
        };
        return labels is null ? null : string.Join(',', labels.SortedKeys.ToArray()
            .Where(key => labels[key].IsString)
            .Select(key => $"{key.RevealText()}={Encoding.UTF8.GetString(labels[key].StringBytes)}"));
    }
}
