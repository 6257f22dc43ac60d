namespace SecretsKit.Kubernetes.Requests;

/// <summary>Reads the paths of requests.</summary>
internal static class RequestPath
{
    private const string Namespaces = "namespaces";

    /// <summary>The namespace of what a path is about; empty for the whole cluster.</summary>
    public static string NamespaceOf(string path)
    {
        var parts = path.Split('/');
        var at = Array.IndexOf(parts, Namespaces);
        return at >= 0 && at + 2 < parts.Length ? Uri.UnescapeDataString(parts[at + 1]) : "";
    }
}
