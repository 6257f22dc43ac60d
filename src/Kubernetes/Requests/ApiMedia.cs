namespace SecretsKit.Kubernetes.Requests;

/// <summary>The media types of the API: of answers, and of the ways to change an object.</summary>
public static class ApiMedia
{
    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>A patch of RFC 7396.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>A patch of RFC 6902.</summary>
    public const string JsonPatch = "application/json-patch+json";

    /// <summary>A patch that knows the keys of lists.</summary>
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    /// <summary>What server-side apply takes; JSON is YAML.</summary>
    public const string ApplyPatch = "application/apply-patch+yaml";
}
