namespace SecretsKit.Kubernetes.Configuration;

/// <summary>A program that issues credentials for an API server (client-go credential plugins).</summary>
public sealed record ExecPlugin
{
    /// <summary>The program: a name to look up in PATH, or a path.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that it gets beside those of this process.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>The version of the conversation: <c>client.authentication.k8s.io/v1</c>, <c>v1beta1</c> or <c>v1alpha1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>What to do where the program is missing; empty for nothing.</summary>
    public string InstallHint { get; init; } = "";

    /// <summary>Whether it gets the description of the cluster.</summary>
    public bool ProvidesClusterInfo { get; init; }

    /// <summary>Whether it may ask on the terminal. Default: if there is one.</summary>
    public ExecInteraction Interaction { get; init; } = ExecInteraction.IfAvailable;

    /// <summary>The program alone: arguments and variables may be secret.</summary>
    public override string ToString() => $"ExecPlugin({Command})";
}
