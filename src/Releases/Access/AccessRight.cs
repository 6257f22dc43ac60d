using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Access;

/// <summary>One thing that an account must be allowed to do.</summary>
/// <param name="Verb">What, as <c>create</c>.</param>
/// <param name="Group">The group of the resource; empty for the core group.</param>
/// <param name="Resource">The plural name of the resource; of a part of objects with a slash: <c>pods/log</c>.</param>
public sealed record AccessRight(string Verb, string Group, string Resource)
{
    /// <summary>The namespace. Default empty: the whole cluster.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The only object that it is about. Default empty: any.</summary>
    public string Name { get; init; } = "";

    /// <summary>Resource and group as kubectl writes them: <c>deployments.apps</c>.</summary>
    public string QualifiedResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>The question to the server.</summary>
    public AccessReview ToReview() => new(Verb, Group, Resource) { Namespace = Namespace, Name = Name };
}
