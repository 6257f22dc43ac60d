using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.UnitTesting.Suites;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>
/// The cluster's version. What a suite says of it counts for later ones that say nothing, as in the reference: its default is one object
/// that suites change.
/// </summary>
internal sealed class KubeVersionMemory
{
    private string _major = "1";
    private string _minor = "20";

    /// <summary>What templates see of the cluster in a test.</summary>
    public Capabilities Of(TestSettings suite, TestSettings test)
    {
        _major = test.MajorVersion ?? suite.MajorVersion ?? _major;
        _minor = test.MinorVersion ?? suite.MinorVersion ?? _minor;
        var version = $"v{_major}.{_minor}.0";
        return new(new(version, version, _major, _minor), test.ClearsApiVersions ? [] : [.. suite.ApiVersions, .. test.ApiVersions]);
    }
}
