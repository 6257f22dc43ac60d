namespace SecretsKit.Kubernetes.Discovery;

/// <summary>A kind of objects that a server has, and where its objects are.</summary>
/// <param name="Group">The group of the API; empty for the core group.</param>
/// <param name="Version">The version of the group, as <c>v1</c>.</param>
/// <param name="Kind">The kind, as <c>Deployment</c>.</param>
/// <param name="Name">The plural name, which paths have: <c>deployments</c>; of a part of an object <c>deployments/scale</c>.</param>
public sealed record ApiResource(string Group, string Version, string Kind, string Name)
{
    /// <summary>The name of one, as <c>deployment</c>; may be empty.</summary>
    public string SingularName { get; init; } = "";

    /// <summary>Whether its objects are in namespaces.</summary>
    public bool IsNamespaced { get; init; }

    /// <summary>What can be done: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>patch</c> and others.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Short names, as <c>deploy</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Group and version as objects write them: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Whether this is a part of an object, such as its status or scale.</summary>
    public bool IsPart => Name.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether a word means it: the plural, singular or a short name, or the kind, whatever the case.</summary>
    public bool IsCalled(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Equals(Name, StringComparison.OrdinalIgnoreCase)
            || word.Equals(SingularName, StringComparison.OrdinalIgnoreCase)
            || word.Equals(Kind, StringComparison.OrdinalIgnoreCase)
            || ShortNames.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The path of all its objects, or of those of a namespace.</summary>
    /// <param name="namespace">Empty for all namespaces; ignored where objects have none.</param>
    public string PathOfAll(string @namespace) => IsNamespaced && @namespace.Length > 0
        ? $"{PathOf(Group, Version)}/namespaces/{Uri.EscapeDataString(@namespace)}/{Name}"
        : $"{PathOf(Group, Version)}/{Name}";

    /// <summary>The path of one object.</summary>
    /// <param name="namespace">Its namespace; ignored where objects have none.</param>
    /// <param name="name">Its name.</param>
    public string PathOfOne(string @namespace, string name) => $"{PathOfAll(@namespace)}/{Uri.EscapeDataString(name)}";

    /// <summary>The path of a version of a group.</summary>
    internal static string PathOf(string group, string version) => group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
}
