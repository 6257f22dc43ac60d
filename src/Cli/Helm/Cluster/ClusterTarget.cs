using SecretsKit.CommandLine;
using SecretsKit.Kubernetes.Configuration;

namespace SecretsKit.Cli.Helm.Cluster;

/// <summary>Which cluster a command line means. May hold a token, which is not printed.</summary>
internal sealed class ClusterTarget
{
    /// <summary>The kubeconfig file; empty for that of the environment.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>What counts before the kubeconfig.</summary>
    public ClusterChoice Choice { get; init; } = ClusterChoice.Default;

    /// <summary>What the flags of the helm command line say.</summary>
    public static ClusterTarget Of(ParsedFlags flags) => new()
    {
        Kubeconfig = flags.Text(ClusterFlags.Kubeconfig),
        Choice = ClusterFlags.Choice(flags),
    };

    /// <summary>No token.</summary>
    public override string ToString() => $"ClusterTarget({Choice.Context})";
}
