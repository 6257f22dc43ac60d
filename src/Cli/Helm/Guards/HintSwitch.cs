using SecretsKit.Platform;

namespace SecretsKit.Cli.Helm.Guards;

/// <summary>
/// Where the helm command line says more than Helm does: on terminals and, of what makes deploys unsafe, in CI systems.
/// <c>SECRETSKIT_HINTS</c> decides instead: <c>on</c>, <c>off</c>, or ids behind minus signs that are left out (<c>-K-055,-K-127</c>).
/// </summary>
internal sealed class HintSwitch
{
    private const string Variable = "SECRETSKIT_HINTS";

    // Variables that CI systems set; most set the first.
    private static readonly string[] PipelineVariables =
        ["CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "BUILDKITE", "BITBUCKET_BUILD_NUMBER"];

    private readonly HashSet<string> _skipped;
    private readonly bool? _setting;
    private readonly bool _isWatched;

    /// <summary>Of one run.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="isWatched">Whether a person reads standard error.</param>
    public HintSwitch(HostEnvironment environment, bool isWatched)
    {
        var setting = environment.Variable(Variable) ?? "";
        _setting = setting switch { "on" => true, "off" => false, _ => null };
        _isWatched = isWatched;
        _skipped = [.. setting.Split(',', StringSplitOptions.TrimEntries).Where(word => word.StartsWith('-')).Select(word => word[1..])];
        IsInPipeline = PipelineVariables.Any(name => environment.Variable(name) is { } text && text is not ("" or "false" or "0"));
    }

    /// <summary>Whether a CI system runs the program.</summary>
    public bool IsInPipeline { get; }

    /// <summary>Whether the next step is shown behind failures.</summary>
    public bool ShowsHints => _setting ?? _isWatched;

    /// <summary>Whether it is shown which right an account lacks, and what makes a deploy unsafe.</summary>
    public bool ShowsGuards => _setting ?? (_isWatched || IsInPipeline);

    /// <summary>Whether a guard is on.</summary>
    /// <param name="id">As <c>K-055</c>.</param>
    public bool Shows(string id) => ShowsGuards && !_skipped.Contains(id);
}
