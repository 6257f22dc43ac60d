using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;

namespace SecretsKit.Tests.Charts.Rendering;

/// <summary>What charts are told of a cluster that nobody asked.</summary>
public sealed class CapabilitiesTests
{
    /// <summary>Release builds take the version of their client library; the reference behind the goldens of Helm 3 lacked it.</summary>
    [Theory]
    [InlineData(HelmGeneration.V4, "v1.36.0", "36")]
    [InlineData(HelmGeneration.V3, "v1.34.0", "34")]
    public void The_assumed_cluster_is_that_of_the_client_library(HelmGeneration generation, string version, string minor)
    {
        var cluster = Capabilities.Default(generation).KubeVersion;
        Assert.Equal((version, version, "1", minor), (cluster.Version, cluster.Normalized, cluster.Major, cluster.Minor));
    }
}
