using SecretsKit.Charts.ChartTesting;
using SecretsKit.Charts.YamlLinting;
using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlSchemas;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Lints a chart: the first step that fails ends it.</summary>
internal sealed class LintStep(TestingContext context)
{
    private YamlLinter? _linter;

    /// <summary>Lints a chart.</summary>
    /// <exception cref="SecretsKitException">A step failed.</exception>
    public async Task RunAsync(TestedChart chart, CancellationToken ct)
    {
        var settings = context.Settings;
        context.Print($"Linting chart {HelmWork.Quoted(chart)}");
        if (settings.CheckVersionIncrement)
        {
            await CheckVersionAsync(chart, ct);
        }

        var values = CiValues.Of(context, chart.Path);
        if (settings.ValidateChartSchema)
        {
            ValidateSchema(Inside(chart, "Chart.yaml"));
        }

        if (settings.ValidateYaml)
        {
            LintYaml([Inside(chart, "Chart.yaml"), Inside(chart, "values.yaml"), .. values]);
        }

        if (settings.ValidateMaintainers)
        {
            await new MaintainerStep(context).RunAsync(chart, ct);
        }

        foreach (var command in settings.AdditionalCommands)
        {
            await new CommandStep(context).RunAsync(command, chart, ct);
        }

        await LintChartAsync(chart, values, ct);
    }

    private async Task LintChartAsync(TestedChart chart, IReadOnlyList<string> values, CancellationToken ct)
    {
        var extra = HelmWork.Words(context.Settings.HelmLintExtraArgs);
        if (values.Count == 0)
        {
            await context.Helm.RunAsync(["lint", chart.Path, .. extra], ct);
        }

        foreach (var file in values)
        {
            context.Print($"\nLinting chart with values file {HelmWork.Quoted(file)}...\n");
            await context.Helm.RunAsync(["lint", chart.Path, "--values", file, .. extra], ct);
        }
    }

    private async Task CheckVersionAsync(TestedChart chart, CancellationToken ct)
    {
        context.Print($"Checking chart {HelmWork.Quoted(chart)} for a version bump...");
        if (await context.Git.FileOfTargetAsync(Inside(chart, "Chart.yaml"), ct) is not { } text)
        {
            context.Print($"Unable to find chart on {DisplayText.Field(context.Settings.TargetBranch)}. New chart detected.");
            return;
        }

        var old = TestedChart.Read(chart.Path, text);
        context.Print($"Old chart version: {DisplayText.Field(old.Version)}");
        context.Print($"New chart version: {DisplayText.Field(chart.Version)}");
        if (!ChartVersions.IsIncreased(old.Version, chart.Version))
        {
            throw new SecretsKitException(ErrorCode.General, "chart version not ok. Needs a version bump! ");
        }

        context.Print("Chart version ok.");
    }

    private void ValidateSchema(string file)
    {
        var schema = context.Settings.ChartYamlSchema;
        context.Announce("yamale", "--schema", schema, file);
        var schemaFile = Full(schema);
        var report = new YamlSchemaReport(schema, File.Exists(schemaFile) ? File.ReadAllText(schemaFile) : null);
        var isValid = report.Validate(file, [(Full(file), File.ReadAllText(Full(file)))]);
        context.PrintText(report.Text);
        if (!isValid)
        {
            throw HelmWork.Failed();
        }
    }

    private void LintYaml(IEnumerable<string> files)
    {
        foreach (var file in files.Where(name => File.Exists(Full(name))))
        {
            context.Announce("yamllint", "--config-file", context.Settings.LintConf, file);
            var problems = Linter().Lint(File.ReadAllText(Full(file)), file);
            Print(file, problems);
            if (problems.Any(problem => problem.IsError))
            {
                throw HelmWork.Failed();
            }
        }
    }

    private void Print(string file, IReadOnlyList<YamlProblem> problems)
    {
        var variables = context.Host.Environment;
        var isWorkflow = variables.Variable("GITHUB_ACTIONS") is { Length: > 0 }
            && variables.Variable("GITHUB_WORKFLOW") is { Length: > 0 };
        if (!isWorkflow)
        {
            context.PrintText(YamlLintReport.Of(file, problems, YamlLintFormat.Standard));
            return;
        }

        // These lines command the server on purpose: keys in them do not.
        var safe = problems.Select(problem => problem with { Message = DisplayText.Field(problem.Message) }).ToList();
        var text = YamlLintReport.Of(DisplayText.Field(file), safe, YamlLintFormat.GitHub);
        if (text.Length > 0)
        {
            context.PrintEscaped(text[..^1]);
        }
    }

    private YamlLinter Linter()
    {
        if (_linter is null)
        {
            var file = context.Settings.LintConf;
            var text = ReadOrNull(file) ?? throw new YamlLintConfigurationException($"file not found: {file}");
            _linter = new(YamlLintConfiguration.Parse(text, ReadOrNull));
        }

        return _linter;
    }

    private string? ReadOrNull(string file) => File.Exists(Full(file)) ? File.ReadAllText(Full(file)) : null;

    private static string Inside(TestedChart chart, string name) => $"{chart.Path.TrimEnd('/')}/{name}";

    private string Full(string path) => context.Host.Environment.CleanPath(path);
}
