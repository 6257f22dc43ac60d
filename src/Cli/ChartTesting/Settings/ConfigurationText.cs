using System.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>What <c>--print-config</c> prints.</summary>
internal static class ConfigurationText
{
    private const int Width = 120;

    /// <summary>A line of dashes.</summary>
    public static string Rule { get; } = new('-', Width);

    /// <summary>All settings in the reference's order.</summary>
    public static string Of(ChartTestingSettings settings)
    {
        var text = new StringBuilder($"{Rule}\n Configuration\n{Rule}\n");
        foreach (var (name, value) in Rows(settings))
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }

        return text.Append(Rule).ToString();
    }

    private static IEnumerable<(string Name, string Value)> Rows(ChartTestingSettings settings) =>
    [
        ("Remote", settings.Remote),
        ("TargetBranch", settings.TargetBranch),
        ("Since", settings.Since),
        ("BuildID", settings.BuildId),
        ("LintConf", settings.LintConf),
        ("ChartYamlSchema", settings.ChartYamlSchema),
        ("ValidateMaintainers", Shown(settings.ValidateMaintainers)),
        ("ValidateChartSchema", Shown(settings.ValidateChartSchema)),
        ("ValidateYaml", Shown(settings.ValidateYaml)),
        ("SkipHelmDependencies", Shown(settings.SkipHelmDependencies)),
        ("AdditionalCommands", Shown(settings.AdditionalCommands)),
        ("CheckVersionIncrement", Shown(settings.CheckVersionIncrement)),
        ("ProcessAllCharts", Shown(settings.ProcessAllCharts)),
        ("Charts", Shown(settings.Charts)),
        ("ChartRepos", Shown(settings.ChartRepos)),
        ("ChartDirs", Shown(settings.ChartDirs)),
        ("ExcludedCharts", Shown(settings.ExcludedCharts)),
        ("HelmExtraArgs", settings.HelmExtraArgs),
        ("HelmExtraSetArgs", Hidden(settings.HelmExtraSetArgs)),
        ("HelmLintExtraArgs", settings.HelmLintExtraArgs),
        ("HelmRepoExtraArgs", Shown(settings.HelmRepoExtraArgs)),
        ("HelmDependencyExtraArgs", Shown(settings.HelmDependencyExtraArgs)),
        ("Debug", Shown(settings.Debug)),
        ("Upgrade", Shown(settings.Upgrade)),
        ("SkipMissingValues", Shown(settings.SkipMissingValues)),
        ("SkipCleanUp", Shown(settings.SkipCleanUp)),
        ("Namespace", settings.Namespace),
        ("ReleaseName", settings.ReleaseName),
        ("ReleaseLabel", settings.ReleaseLabel),
        ("ExcludeDeprecated", Shown(settings.ExcludeDeprecated)),
        ("KubectlTimeout", GoDuration.Format(settings.KubectlTimeout)),
        ("PrintLogs", Shown(settings.PrintLogs)),
        ("GithubGroups", Shown(settings.GithubGroups)),
        ("UseHelmignore", Shown(settings.UseHelmignore)),
    ];

    private static string Shown(bool value) => value ? "true" : "false";

    private static string Shown(IReadOnlyList<string> values) => $"[{string.Join(' ', values.Select(Hidden))}]";

    // Passwords of repositories and values are among flags.
    private static string Hidden(string flags) =>
        flags.Contains("password", StringComparison.OrdinalIgnoreCase) || flags.Contains("--set", StringComparison.Ordinal) ? "***" : flags;
}
