using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>
/// Release records that the reference stored in a cluster: their charts with their values render to their manifests and hooks.
/// </summary>
public sealed class ReleaseRecordTests
{
    private const string Area = "releases";
    private const string Suffix = ".decoded.json";

    private static readonly string Records = Path.Combine(SopsRows.Folder(Area), "records");

    public static IEnumerable<TheoryDataRow<string>> Rows => Directory.EnumerateFiles(Records, "*" + Suffix, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Records, file)[..^Suffix.Length])
        .Order(StringComparer.Ordinal)
        .Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_release_was_rendered_so(string id)
    {
        var record = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Records, id + Suffix), TestContext.Current.CancellationToken))!;
        using var run = new VerbRun();
        run.Write("config.json", record["config"]?.ToJsonString() ?? "{}");
        WriteChart(run, record["chart"]!);
        string[] words = ["template", Text(record, "name"), "c", "-f", "config.json", "-n", Text(
            record, "namespace"), "--kube-version", "1.20.2", .. record["version"]!.GetValue<int>() > 1 ? (string[])["--is-upgrade"] : []];
        var result = await run.RunAsync([id.StartsWith("helm3", StringComparison.Ordinal) ? "helm3" : "helm", .. words]);
        Assert.Equal("", result.ErrorText);
        Assert.Equal(Text(record, "manifest").Trim() + "\n" + Hooks(record), result.OutputText);
    }

    // As the reference writes them behind the manifests.
    private static string Hooks(JsonNode record) =>
        string.Concat(
            (record["hooks"]?.AsArray() ?? []).Select(hook => $"---\n# Source: {Text(hook!, "path")}\n{Text(hook!, "manifest")}\n"));

    // A record holds no subcharts: those come from the folder that was installed. Its defaults are with theirs.
    private static void WriteChart(VerbRun run, JsonNode chart)
    {
        var source = Path.Combine(SopsRows.Folder(Area), "charts", Text(chart["metadata"]!, "name"));
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            run.Write("c/" + Path.GetRelativePath(source, file), File.ReadAllText(file));
        }

        foreach (var template in chart["templates"]!.AsArray())
        {
            run.Write("c/" + Text(template!, "name"), Encoding.UTF8.GetString(Convert.FromBase64String(Text(template!, "data"))));
        }

        run.Write("c/values.yaml", chart["values"]?.ToJsonString() ?? "{}");
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
