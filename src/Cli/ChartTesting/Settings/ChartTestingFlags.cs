using SecretsKit.CommandLine;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>The flags of chart testing. Each is a key of its configuration file, too.</summary>
internal static class ChartTestingFlags
{
    public static readonly Flag Help = Switch("help", "Explain the command.") with { Aliases = ["h"] };
    public static readonly Flag Config = Text("config", "The configuration file.") with { TakesFile = true };
    public static readonly Flag PrintConfig = Switch("print-config", "Print the configuration on standard error.");

    public static readonly Flag Remote = Text("remote", "The git remote of the target branch.", "origin");
    public static readonly Flag TargetBranch = Text("target-branch", "The branch that changes are found against.", "main");
    public static readonly Flag Since = Text("since", "The commit whose changes count, from where it left the target branch.", "HEAD");
    public static readonly Flag ChartDirs = List("chart-dirs", "The folders that charts are in.", "charts");
    public static readonly Flag ExcludedCharts = List("excluded-charts", "Charts that are left out, by the names of their folders.");
    public static readonly Flag ExcludeDeprecated = Switch("exclude-deprecated", "Leave deprecated charts out.");
    public static readonly Flag UseHelmignore = Switch("use-helmignore", "Changes of files that .helmignore names do not count.");
    public static readonly Flag GithubGroups = Switch("github-groups", "Fold the output in the logs of GitHub workflows.");
    public static readonly Flag Debug = Switch("debug", "Print the operations as commands.");

    public static readonly Flag All = Switch("all", "Process all charts; versions need not be raised.");
    public static readonly Flag Charts = List("charts", "Process these charts; versions need not be raised.");
    public static readonly Flag ChartRepos = List("chart-repos", "Chart repositories that dependencies come from: NAME=URL.");
    public static readonly Flag HelmRepoExtraArgs = List("helm-repo-extra-args", "More flags for a repository: NAME=FLAGS.");
    public static readonly Flag HelmDependencyExtraArgs = List("helm-dependency-extra-args", "More flags for building dependencies.");
    public static readonly Flag HelmExtraArgs = Text("helm-extra-args", "More flags for installing, testing and removing.");
    public static readonly Flag SkipHelmDependencies = Switch("skip-helm-dependencies", "Do not build dependencies.");

    public static readonly Flag LintConf = Text("lint-conf", "The rules of YAML linting.") with { TakesFile = true };
    public static readonly Flag ChartYamlSchema = Text("chart-yaml-schema", "The schema of Chart.yaml.") with { TakesFile = true };
    public static readonly Flag ValidateMaintainers = On("validate-maintainers", "Look for the maintainers' accounts on the git host.");
    public static readonly Flag CheckVersionIncrement = On("check-version-increment", "Require a later version of a changed chart.");
    public static readonly Flag ValidateChartSchema = On("validate-chart-schema", "Validate Chart.yaml.");
    public static readonly Flag ValidateYaml = On("validate-yaml", "Lint Chart.yaml and files of values.");
    public static readonly Flag AdditionalCommands = List("additional-commands", "Commands to run for each chart: templates.");
    public static readonly Flag HelmLintExtraArgs = Text("helm-lint-extra-args", "More flags for linting.");

    public static readonly Flag BuildId = Text("build-id", "What names of namespaces hold beside the chart's.");
    public static readonly Flag Upgrade = Switch("upgrade", "Upgrade from the previous revision, too.");
    public static readonly Flag SkipMissingValues = Switch("skip-missing-values", "Pass over values that the previous revision lacks.");
    public static readonly Flag Namespace = Text("namespace", "The namespace to install in, which stays.");
    public static readonly Flag ReleaseName = Text("release-name", "The name of the release.");
    public static readonly Flag ReleaseLabel =
        Text("release-label", "The label by which objects of a release are found.", "app.kubernetes.io/instance");
    public static readonly Flag HelmExtraSetArgs = Text("helm-extra-set-args", "More values for installing: --set NAME=VALUE.");
    public static readonly Flag SkipCleanUp = Switch("skip-clean-up", "Leave what was installed.");
    public static readonly Flag KubectlTimeout =
        new(FlagKind.Duration, "kubectl-timeout", "How long a request to the cluster may take.") { Default = "30s" };
    public static readonly Flag PrintLogs = On("print-logs", "Print events, pods and logs of what was installed.");

    /// <summary>Those of all commands that work on charts.</summary>
    public static IReadOnlyList<Flag> Common { get; } =
    [
        Config, Remote, TargetBranch, Since, ChartDirs, ExcludedCharts, ExcludeDeprecated, UseHelmignore, GithubGroups, Debug, PrintConfig,
        Help,
    ];

    /// <summary>Those of linting and installing.</summary>
    public static IReadOnlyList<Flag> Processing { get; } =
        [All, Charts, ChartRepos, HelmRepoExtraArgs, HelmDependencyExtraArgs, HelmExtraArgs, SkipHelmDependencies];

    /// <summary>Those of linting.</summary>
    public static IReadOnlyList<Flag> Linting { get; } =
    [
        LintConf, ChartYamlSchema, ValidateMaintainers, CheckVersionIncrement, ValidateChartSchema, ValidateYaml, AdditionalCommands,
        HelmLintExtraArgs,
    ];

    /// <summary>Those of installing.</summary>
    public static IReadOnlyList<Flag> Installing { get; } =
    [
        BuildId, Upgrade, SkipMissingValues, Namespace, ReleaseName, ReleaseLabel, HelmExtraSetArgs, SkipCleanUp, KubectlTimeout, PrintLogs,
    ];

    private static Flag Text(string name, string help, string usual = "") => new(FlagKind.Text, name, help) { Default = usual };

    private static Flag Switch(string name, string help) => new(FlagKind.Switch, name, help);

    private static Flag On(string name, string help) => new(FlagKind.Switch, name, help) { Default = "true" };

    private static Flag List(string name, string help, string usual = "") => new(FlagKind.CommaList, name, help) { Default = usual };
}
