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

    [Theory]
    [InlineData("1.31", "v1.31", "v1.31", "1", "31")]
    [InlineData("v1.31.04", "v1.31.04", "v1.31.4", "1", "31")]
    [InlineData("1.09", "v1.09", "v1.9", "1", "9")]
    [InlineData("0.1.2.3", "v0.1.2.3", "v0.1.2.3", "0", "1")]
    [InlineData("v1.33.4-gke.1", "v1.33.4-gke.1", "v1.33.4", "1", "33")]
    [InlineData("1.30x7", "v1.30x7", "v1.30", "1", "30")]
    [InlineData("1.30.", "v1.30.", "v1.30", "1", "30")]
    [InlineData(" 1.30", "v 1.30", "v1.30", "1", "30")]
    public void Numbers_of_a_version_lose_their_leading_zeros_and_what_follows_them(
        string text, string version, string normalized, string major, string minor)
    {
        Assert.Equal(new KubeVersion(version, normalized, major, minor), KubeVersion.Parse(text, HelmGeneration.V4));
        Assert.Equal(new KubeVersion(normalized, normalized, major, minor), KubeVersion.Parse(text, HelmGeneration.V3));
    }

    [Theory]
    [InlineData("", "could not parse \"\" as version")]
    [InlineData("x1.2", "could not parse \"x1.2\" as version")]
    [InlineData("1.2\n", "could not parse \"1.2\\n\" as version")]
    [InlineData("1", "illegal version string \"1\"")]
    [InlineData("1-2", "illegal version string \"1-2\"")]
    [InlineData("01.2", "illegal zero-prefixed version component \"01\" in \"01.2\"")]
    [InlineData("1.99999999999999999999", "illegal non-numeric version component \"99999999999999999999\" in " +
        "\"1.99999999999999999999\": strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    public void What_is_no_version_is_refused(string text, string cause) =>
        Assert.Equal(
            $"invalid kube version '{text.Replace("\n", "\\n", StringComparison.Ordinal)}': {cause}",
            Assert.Throws<ChartException>(() => KubeVersion.Parse(text, HelmGeneration.V4)).Message);
}
