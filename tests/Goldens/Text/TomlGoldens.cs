using System.Text.Json;
using SecretsKit.Charts.Model;
using SecretsKit.Goldens.Sops;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

/// <summary>TOML read, and written again, as in both generations of Helm: the rows of toml.jsonl.</summary>
public sealed class TomlGoldens
{
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("gotext", "texts-gaps.tsv");

    public static IEnumerable<TheoryDataRow<string>> Rows => GoTextData.Rows("toml.jsonl");

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Toml_reads_as_with_helm_4(string name) => await CheckAsync(name, HelmGeneration.V4);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Toml_reads_as_with_helm_3(string name) => await CheckAsync(name, HelmGeneration.V3);

    private static Task CheckAsync(string name, HelmGeneration generation)
    {
        var row = GoTextData.Read(name);
        var id = row.GetProperty("id").GetString()! + (generation == HelmGeneration.V3 ? " helm3" : "");
        return SopsRows.CheckAsync(Gaps, id, () =>
        {
            var expected = generation == HelmGeneration.V3 && row.TryGetProperty("helm3", out var own) ? own : row.GetProperty("helm4");
            var call = $"fromToml {GoTextChart.Literal(row.GetProperty("input").Bytes())}";
            if (expected.TryGetProperty("error", out var error))
            {
                Assert.Equal(GoTextChart.Text(error.Bytes()), Render($"({call}).Error"));
            }
            else
            {
                Assert.Equal(GoTextChart.Text(expected.GetProperty("json").Bytes()), Render($"{call} | toJson"));
                Assert.Equal(GoTextChart.Text(expected.GetProperty("toml").Bytes()), Render($"{call} | toToml"));
            }

            return Task.CompletedTask;
        });

        string Render(string pipeline) => GoTextChart.Text(GoTextChart.Render(generation, $"{{{{ {pipeline} }}}}"));
    }
}
