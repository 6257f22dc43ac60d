using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Model;
using SecretsKit.Goldens.Sops;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

/// <summary>Versions, formats, numbers, patterns and syntax errors as in both generations of Helm: the rows of small.jsonl.</summary>
public sealed class SmallTextGoldens
{
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("gotext", "texts-gaps.tsv");

    public static IEnumerable<TheoryDataRow<string>> Rows => GoTextData.Rows("small.jsonl");

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_template_gives_what_helm_4_gives(string name) => await CheckAsync(name, HelmGeneration.V4);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_template_gives_what_helm_3_gives(string name) => await CheckAsync(name, HelmGeneration.V3);

    private static Task CheckAsync(string name, HelmGeneration generation)
    {
        var row = GoTextData.Read(name);
        var id = row.GetProperty("id").GetString()! + (generation == HelmGeneration.V3 ? " helm3" : "");
        return SopsRows.CheckAsync(Gaps, id, () =>
        {
            var expected = generation == HelmGeneration.V3 && row.TryGetProperty("helm3", out var own) ? own : row;
            var values = row.TryGetProperty("values", out var given) ? given.GetRawText() : null;
            Assert.Equal(Expected(expected), Run(generation, row.GetProperty("template").GetString()!, values));
            return Task.CompletedTask;
        });
    }

    // The rows are what the engine gives; Helm takes this text out of what it renders, see the rows of template/cases.
    private static string Expected(JsonElement row) => row.TryGetProperty("error", out var error)
        ? "error: " + GoTextChart.Text(error.Bytes())
        : GoTextChart.Text(row.GetProperty("out").Bytes()).Replace("<no value>", "", StringComparison.Ordinal);

    private static string Run(HelmGeneration generation, string template, string? values)
    {
        try
        {
            return GoTextChart.Text(GoTextChart.Render(generation, template, values));
        }
        catch (ChartException failure)
        {
            return "error: " + GoTextChart.Text(Encoding.UTF8.GetBytes(failure.Message));
        }
    }
}
