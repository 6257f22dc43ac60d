using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Live objects without what servers and controllers add, as the recording left it out.</summary>
internal static class LiveObjects
{
    private static readonly string[] ServerFields = ["uid", "resourceVersion", "generation", "creationTimestamp", "selfLink"];

    // Which collections the recording looked into, by kind.
    private static readonly Dictionary<string, string> Collections = new()
    {
        ["ConfigMap"] = "/api/v1/namespaces/NS/configmaps",
        ["Secret"] = "/api/v1/namespaces/NS/secrets",
        ["Service"] = "/api/v1/namespaces/NS/services",
        ["ServiceAccount"] = "/api/v1/namespaces/NS/serviceaccounts",
        ["Pod"] = "/api/v1/namespaces/NS/pods",
        ["PersistentVolumeClaim"] = "/api/v1/namespaces/NS/persistentvolumeclaims",
        ["Deployment"] = "/apis/apps/v1/namespaces/NS/deployments",
        ["ReplicaSet"] = "/apis/apps/v1/namespaces/NS/replicasets",
        ["StatefulSet"] = "/apis/apps/v1/namespaces/NS/statefulsets",
        ["DaemonSet"] = "/apis/apps/v1/namespaces/NS/daemonsets",
        ["Job"] = "/apis/batch/v1/namespaces/NS/jobs",
    };

    /// <summary>An object as the recording shows it.</summary>
    /// <param name="item">The object; changed.</param>
    /// <param name="expected">That of the recording: who owns which fields is kept where it is there.</param>
    public static JsonNode Masked(JsonNode item, JsonNode? expected)
    {
        item.AsObject().Remove("status");
        if (item["metadata"] is not JsonObject metadata)
        {
            return item;
        }

        foreach (var field in ServerFields)
        {
            metadata.Remove(field);
        }

        (metadata["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
        if (metadata["annotations"] is JsonObject { Count: 0 })
        {
            metadata.Remove("annotations");
        }

        MaskOwners(metadata, expected?["metadata"]?["managedFields"] is not null);
        return item;
    }

    /// <summary>The names of the objects of a kind in a namespace, sorted; those that belong to the machinery are left out.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(AdminCalls calls, string @namespace, string kind)
    {
        var items = await calls.ListAsync(Collections[kind].Replace("NS", @namespace, StringComparison.Ordinal));
        return [.. items.Where(item => !IsAutomatic(item))
            .Select(item => TranscriptCase.Text(item["metadata"]!["name"]))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>A record whose live objects are as the recording shows them; of pods, whose names are random, the number is kept.</summary>
    public static JsonNode WithMaskedLive(JsonNode record)
    {
        foreach (var (name, items) in (record["info"]?["resources"] as JsonObject ?? []).ToList())
        {
            record["info"]!["resources"]![name] = name.EndsWith("(related)", StringComparison.Ordinal)
                ? items!.AsArray().Count
                : new JsonArray([.. items!.AsArray().Select(item => Masked(item!.DeepClone(), null))]);
        }

        return record;
    }

    private static bool IsAutomatic(JsonNode item) =>
        item["type"]?.GetValue<string>() is "helm.sh/release.v1" or "kubernetes.io/service-account-token"
        || TranscriptCase.Text(item["metadata"]!["name"]) is "kube-root-ca.crt" or "default"
        || item["metadata"]!["labels"]?["owner"]?.GetValue<string>() == "helm";

    private static void MaskOwners(JsonObject metadata, bool isKept)
    {
        if (!isKept)
        {
            metadata.Remove("managedFields");
            return;
        }

        var entries = metadata["managedFields"]!.AsArray();
        foreach (var entry in entries.OfType<JsonObject>().ToList())
        {
            entry.Remove("time");
            if (entry["manager"]?.GetValue<string>() == "kube-controller-manager")
            {
                entries.Remove(entry);
            }
        }

        // Their order follows from times that differ between runs.
        var sorted = entries.OfType<JsonNode>().OrderBy(entry => TranscriptCase.Text(entry["manager"]), StringComparer.Ordinal).ToList();
        entries.Clear();
        sorted.ForEach(entries.Add);
    }
}
