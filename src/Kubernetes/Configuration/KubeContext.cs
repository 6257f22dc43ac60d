namespace SecretsKit.Kubernetes.Configuration;

/// <summary>A cluster and who one is there, under one name.</summary>
public sealed record KubeContext
{
    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>The name of the user.</summary>
    public string User { get; init; } = "";

    /// <summary>The namespace that counts where none is named; empty for <c>default</c>.</summary>
    public string Namespace { get; init; } = "";
}
