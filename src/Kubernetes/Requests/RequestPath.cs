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

    /// <summary>
    /// What kind of path it is: with <c>{namespace}</c> and <c>{name}</c> in the place of both, so that there are as many as kinds.
    /// </summary>
    public static string TemplateOf(string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        var at = parts switch
        {
            ["", "api", _, ..] => 3,
            ["", "apis", _, _, ..] => 4,
            _ => parts.Length,
        };

        // A namespace is an object, too: two parts behind its name are a collection of it, one is a subresource or a collection.
        if (at + 2 < parts.Length && parts[at] == Namespaces && !(at + 3 == parts.Length && parts[at + 2] is "status" or "finalize"))
        {
            parts[at + 1] = "{namespace}";
            at += 2;
        }

        if (at + 1 < parts.Length)
        {
            parts[at + 1] = "{name}";
        }

        return string.Join('/', parts);
    }
}
