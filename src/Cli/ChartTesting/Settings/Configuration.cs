using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>Makes the settings of a command, and checks them.</summary>
internal static class Configuration
{
    /// <summary>The settings.</summary>
    /// <exception cref="SecretsKitException">They contradict each other, or a file is missing.</exception>
    public static ChartTestingSettings Load(CliHost host, FlagTable table, ParsedFlags flags)
    {
        try
        {
            return Read(host, table, flags);
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"failed loading configuration: {failure.Message:lines}", failure);
        }
    }

    private static ChartTestingSettings Read(CliHost host, FlagTable table, ParsedFlags flags)
    {
        var reader = new SettingsReader(host.Environment, table, flags);
        if (reader.IsOn(ChartTestingFlags.PrintConfig) && reader.File is { } file)
        {
            host.WriteErrorLine($"Using config file: {file}");
        }

        var settings = Settings(reader);
        Check(settings);
        var isLint = table.Flags.Contains(ChartTestingFlags.LintConf);
        settings = settings with
        {
            ChartYamlSchema = Rules(
                host, settings.ChartYamlSchema, "chart_schema.yaml", isLint && settings.ValidateChartSchema),
            LintConf = Rules(host, settings.LintConf, "lintconf.yaml", isLint && settings.ValidateYaml),
        };
        if (settings.ProcessAllCharts || settings.Charts.Count > 0)
        {
            host.WriteErrorLine("Version increment checking disabled.");
            settings = settings with { CheckVersionIncrement = false };
        }

        if (reader.IsOn(ChartTestingFlags.PrintConfig))
        {
            host.WriteErrorLine(ConfigurationText.Of(settings));
        }

        return settings;
    }

    private static void Check(ChartTestingSettings settings)
    {
        var problem = settings switch
        {
            { ProcessAllCharts: true, Charts.Count: > 0 } => "specifying both, '--all' and '--charts', is not allowed",
            { Namespace.Length: > 0, ReleaseLabel.Length: 0 } =>
                "specifying '--namespace' without '--release-label' is not allowed",
            { Upgrade: true } when settings.TargetBranch.Length == 0 || settings.Remote.Length == 0 =>
                "specifying '--upgrade=true' without '--target-branch' or '--remote', is not allowed",
            _ => null,
        };
        if (problem is not null)
        {
            throw new SecretsKitException(ErrorCode.Usage, problem);
        }
    }

    private static string Rules(CliHost host, string named, string name, bool isNeeded) => named.Length > 0 ? named
        : ConfigurationFiles.FindRules(host.Environment, name)
            ?? (isNeeded
                ? throw new SecretsKitException(ErrorCode.ConfigNotFound, $"'{name}' neither specified nor found in default locations")
                : "");

    private static ChartTestingSettings Settings(SettingsReader reader) => new()
    {
        Remote = reader.Text(ChartTestingFlags.Remote),
        TargetBranch = reader.Text(ChartTestingFlags.TargetBranch),
        Since = reader.Text(ChartTestingFlags.Since),
        BuildId = reader.Text(ChartTestingFlags.BuildId),
        LintConf = reader.Text(ChartTestingFlags.LintConf),
        ChartYamlSchema = reader.Text(ChartTestingFlags.ChartYamlSchema),
        ValidateMaintainers = reader.IsOn(ChartTestingFlags.ValidateMaintainers),
        ValidateChartSchema = reader.IsOn(ChartTestingFlags.ValidateChartSchema),
        ValidateYaml = reader.IsOn(ChartTestingFlags.ValidateYaml),
        SkipHelmDependencies = reader.IsOn(ChartTestingFlags.SkipHelmDependencies),
        AdditionalCommands = reader.List(ChartTestingFlags.AdditionalCommands),
        CheckVersionIncrement = reader.IsOn(ChartTestingFlags.CheckVersionIncrement),
        ProcessAllCharts = reader.IsOn(ChartTestingFlags.All),
        Charts = reader.List(ChartTestingFlags.Charts),
        ChartRepos = reader.List(ChartTestingFlags.ChartRepos),
        ChartDirs = reader.List(ChartTestingFlags.ChartDirs),
        ExcludedCharts = reader.List(ChartTestingFlags.ExcludedCharts),
        HelmExtraArgs = reader.Text(ChartTestingFlags.HelmExtraArgs),
        HelmExtraSetArgs = reader.Text(ChartTestingFlags.HelmExtraSetArgs),
        HelmLintExtraArgs = reader.Text(ChartTestingFlags.HelmLintExtraArgs),
        HelmRepoExtraArgs = reader.List(ChartTestingFlags.HelmRepoExtraArgs),
        HelmDependencyExtraArgs = reader.List(ChartTestingFlags.HelmDependencyExtraArgs),
        Debug = reader.IsOn(ChartTestingFlags.Debug),
        Upgrade = reader.IsOn(ChartTestingFlags.Upgrade),
        SkipMissingValues = reader.IsOn(ChartTestingFlags.SkipMissingValues),
        SkipCleanUp = reader.IsOn(ChartTestingFlags.SkipCleanUp),
        Namespace = reader.Text(ChartTestingFlags.Namespace),
        ReleaseName = reader.Text(ChartTestingFlags.ReleaseName),
        ReleaseLabel = reader.Text(ChartTestingFlags.ReleaseLabel),
        ExcludeDeprecated = reader.IsOn(ChartTestingFlags.ExcludeDeprecated),
        KubectlTimeout = reader.Duration(ChartTestingFlags.KubectlTimeout),
        PrintLogs = reader.IsOn(ChartTestingFlags.PrintLogs),
        GithubGroups = reader.IsOn(ChartTestingFlags.GithubGroups),
        UseHelmignore = reader.IsOn(ChartTestingFlags.UseHelmignore),
    };
}
