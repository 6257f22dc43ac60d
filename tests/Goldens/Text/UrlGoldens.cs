using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Model;
using SecretsKit.Goldens.Sops;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

/// <summary>URLs taken apart, put together and escaped, the same in both generations of Helm: the rows of url.jsonl.</summary>
public sealed class UrlGoldens
{
    private const string Calling = "error calling ";

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("gotext", "texts-gaps.tsv");

    public static IEnumerable<TheoryDataRow<string>> Rows => GoTextData.Rows("url.jsonl");

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_url_is_taken_apart_and_put_together_as_with_helm(string name)
    {
        var row = GoTextData.Read(name);
        await SopsRows.CheckAsync(Gaps, row.GetProperty("id").GetString()!, () =>
        {
            var text = GoTextChart.Literal(row.GetProperty("input").Bytes());
            foreach (var generation in (HelmGeneration[])[HelmGeneration.V4, HelmGeneration.V3])
            {
                Check(row, "parse", generation, $"urlParse {text} | toJson");
                Check(row, "join", generation, $"urlJoin (urlParse {text})");
                Check(row, "query", generation, $"urlquery {text}");
            }

            return Task.CompletedTask;
        });
    }

    private static void Check(JsonElement row, string column, HelmGeneration generation, string pipeline)
    {
        if (row.TryGetProperty(column, out var expected))
        {
            Assert.Equal(Text(expected), Run(generation, pipeline));
        }
    }

    private static string Text(JsonElement expected) =>
        expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out var error)
            ? "error: " + GoTextChart.Text(error.Bytes())
            : GoTextChart.Text(expected.Bytes());

    private static string Run(HelmGeneration generation, string pipeline)
    {
        try
        {
            return GoTextChart.Text(GoTextChart.Render(generation, $"{{{{ {pipeline} }}}}"));
        }
        catch (ChartException failure)
        {
            var message = failure.Message;
            var start = message.IndexOf(": ", message.IndexOf(Calling, StringComparison.Ordinal), StringComparison.Ordinal) + 2;
            return "error: " + GoTextChart.Text(Encoding.UTF8.GetBytes(message[start..]));
        }
    }
}
