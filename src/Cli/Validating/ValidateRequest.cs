using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Kubeconform;

namespace SecretsKit.Cli.Validating;

/// <summary>A chart whose rendering is to be checked.</summary>
internal sealed record ValidateRequest
{
    /// <summary>The chart, its values and its release.</summary>
    public required ReleaseRequest Release { get; init; }

    /// <summary>The version of Kubernetes that templates see; null for the usual one.</summary>
    public string? KubeVersion { get; init; }

    /// <summary>APIs that templates see besides the usual ones.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether files under <c>crds/</c> are checked, too.</summary>
    public bool IncludesCrds { get; init; }

    /// <summary>Whether hooks are checked. Default true.</summary>
    public bool IncludesHooks { get; init; } = true;

    /// <summary>Whether hooks of tests are checked. Default true.</summary>
    public bool IncludesTests { get; init; } = true;

    /// <summary>How it is checked, and against what.</summary>
    public required ValidationSettings Settings { get; init; }

    /// <summary>The form of the report.</summary>
    public required string Form { get; init; }

    /// <summary>Whether valid and skipped resources are reported, too.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Whether numbers are at the end of the report.</summary>
    public bool ShowsSummary { get; init; }
}
