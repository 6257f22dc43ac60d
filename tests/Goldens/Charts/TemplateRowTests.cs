using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Values;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Templating;
using SecretsKit.Platform;
using SecretsKit.Platform.Time;

namespace SecretsKit.Goldens.Charts;

/// <summary>The rows of <c>template/cases</c> as charts: every object and function that a chart has, in both generations of Helm.</summary>
public sealed class TemplateRowTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows =>
        TemplateRow.All.Values.Where(row => row.Template is not null && !ReadsFiles(row)).Select(row => new TheoryDataRow<string>(row.Id));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_chart_renders_as_with_helm_4(string id) =>
        await SopsRows.CheckAsync(TemplateRow.Gaps, id, () => CheckAsync(TemplateRow.All[id], HelmGeneration.V4));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_chart_renders_as_with_helm_3(string id) =>
        await SopsRows.CheckAsync(TemplateRow.Gaps, id + " helm3", () => CheckAsync(TemplateRow.All[id], HelmGeneration.V3));

    // Values files by name are the command line's business: see WholeChartTests.
    internal static bool ReadsFiles(TemplateRow row) => row.Json.TryGetProperty("args", out var arguments)
        && arguments.EnumerateArray().Any(word => word.GetString() == "-f");

    private static Task CheckAsync(TemplateRow row, HelmGeneration generation)
    {
        var results = generation == HelmGeneration.V3 && row.Has("helm3") ? row.Json.GetProperty("helm3") : row.Json;
        byte[]? output = null;
        string? error = null;
        try
        {
            output = Render(row, generation);
        }
        catch (ChartException failure)
        {
            error = failure.Message;
        }

        Assert.Equal(TemplateRow.Error(results), error);
        Assert.Equal(Text(TemplateRow.Output(results)), Text(output));
        return Task.CompletedTask;
    }

    private static byte[] Render(TemplateRow row, HelmGeneration generation)
    {
        var chart = Load(row, generation);
        ChartChecks.RequireInstallable(generation, SilentChartLog.Instance, chart);
        ReleaseName.Validate(generation, SilentChartLog.Instance, row.Release);
        var capabilities = Capabilities.Default(generation);
        if (row.Json.TryGetProperty("kube", out var kube))
        {
            capabilities = capabilities with { KubeVersion = KubeVersion.Parse(kube.GetString()!, generation) };
        }

        var apis = row.Json.TryGetProperty("api", out var api) ? api.EnumerateArray().SelectMany(item => item.GetString()!.Split(',')) : [];
        var arguments = row.Json.TryGetProperty("args", out var args)
            ? args.EnumerateArray().Select(item => item.GetString()!).ToList()
            : [];
        var request = new RenderRequest
        {
            Chart = chart,
            Values = Sources(row, arguments).Merge(generation),
            ReleaseName = row.Release,
            Namespace = row.Namespace,
            IsUpgrade = arguments.Contains("--is-upgrade"),
            Capabilities = capabilities with { ApiVersions = [.. capabilities.ApiVersions, .. apis] },
            Clock = TimeProvider.System,
            Zones = new MachineZones("UTC", TimeZoneInfo.Utc),
            Random = RandomNumberGenerator.Fill,
        };
        var files = new ChartRenderer(generation).RenderFiles(request, TestContext.Current.CancellationToken);
        return files[chart.Metadata.Name + "/templates/t.yaml"];
    }

    // Only folders have files that are ignored.
    private static Chart Load(TemplateRow row, HelmGeneration generation)
    {
        var loader = new ChartLoader(generation, SilentChartLog.Instance);
        var files = TemplateRowFiles.Of(row);
        if (!files.Exists(file => file.Name == ".helmignore"))
        {
            return loader.LoadFiles(files);
        }

        var folder = Directory.CreateTempSubdirectory("chart-").FullName;
        try
        {
            TemplateRowFiles.Write(files, folder);
            return loader.LoadFolder(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ValueSources Sources(TemplateRow row, List<string> arguments) => new()
    {
        Files = row.Values is { } text ? [new("v.yaml", text, IsSecret: false)] : [],
        Json = After(arguments, "--set-json"),
        Plain = After(arguments, "--set"),
        Strings = After(arguments, "--set-string"),
        Literals = After(arguments, "--set-literal"),
    };

    private static List<string> After(List<string> arguments, string flag) =>
        [.. arguments.Index().Where(pair => pair.Index > 0 && arguments[pair.Index - 1] == flag).Select(pair => pair.Item)];

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.Latin1.GetString(bytes);
}
