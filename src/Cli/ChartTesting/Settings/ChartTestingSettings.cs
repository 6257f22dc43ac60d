namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>The configuration of a run: flags over variables over the configuration file.</summary>
internal sealed record ChartTestingSettings
{
    public string Remote { get; init; } = "";
    public string TargetBranch { get; init; } = "";
    public string Since { get; init; } = "";
    public string BuildId { get; init; } = "";
    public string LintConf { get; init; } = "";
    public string ChartYamlSchema { get; init; } = "";
    public bool ValidateMaintainers { get; init; }
    public bool ValidateChartSchema { get; init; }
    public bool ValidateYaml { get; init; }
    public bool SkipHelmDependencies { get; init; }
    public IReadOnlyList<string> AdditionalCommands { get; init; } = [];
    public bool CheckVersionIncrement { get; init; }
    public bool ProcessAllCharts { get; init; }
    public IReadOnlyList<string> Charts { get; init; } = [];
    public IReadOnlyList<string> ChartRepos { get; init; } = [];
    public IReadOnlyList<string> ChartDirs { get; init; } = [];
    public IReadOnlyList<string> ExcludedCharts { get; init; } = [];
    public string HelmExtraArgs { get; init; } = "";
    public string HelmExtraSetArgs { get; init; } = "";
    public string HelmLintExtraArgs { get; init; } = "";
    public IReadOnlyList<string> HelmRepoExtraArgs { get; init; } = [];
    public IReadOnlyList<string> HelmDependencyExtraArgs { get; init; } = [];
    public bool Debug { get; init; }
    public bool Upgrade { get; init; }
    public bool SkipMissingValues { get; init; }
    public bool SkipCleanUp { get; init; }
    public string Namespace { get; init; } = "";
    public string ReleaseName { get; init; } = "";
    public string ReleaseLabel { get; init; } = "";
    public bool ExcludeDeprecated { get; init; }
    public TimeSpan KubectlTimeout { get; init; }
    public bool PrintLogs { get; init; }
    public bool GithubGroups { get; init; }
    public bool UseHelmignore { get; init; }

    /// <summary>The target branch as git knows it.</summary>
    public string Target => $"{Remote}/{TargetBranch}";
}
