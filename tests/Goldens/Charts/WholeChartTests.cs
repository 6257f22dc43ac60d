using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Templating;
using SecretsKit.Platform;

namespace SecretsKit.Goldens.Charts;

/// <summary>
/// Rows of <c>template/cases</c> by their command line, as it was typed: whole charts with all that was printed, every failure with the
/// words around the engine's, and every notice.
/// </summary>
public sealed partial class WholeChartTests
{
    public static IEnumerable<TheoryDataRow<string>> Helm4 => Rows(row => row.Json);

    public static IEnumerable<TheoryDataRow<string>> Helm3 => Rows(Legacy);

    [Theory]
    [MemberData(nameof(Helm4))]
    public async Task Helm_4_prints_so(string id) =>
        await SopsRows.CheckAsync(TemplateRow.Gaps, id, () => CheckAsync(TemplateRow.All[id], isHelm3: false));

    [Theory]
    [MemberData(nameof(Helm3))]
    public async Task Helm_3_prints_so(string id) =>
        await SopsRows.CheckAsync(TemplateRow.Gaps, id + " helm3", () => CheckAsync(TemplateRow.All[id], isHelm3: true));

    private static IEnumerable<TheoryDataRow<string>> Rows(Func<TemplateRow, JsonElement> results) => TemplateRow.All.Values
        .Where(row => row.Has("chart") || TemplateRowTests.ReadsFiles(row) || results(row)
            .GetProperty("exit")
            .GetInt32() != 0 || Text(results(row), "stderr")
            .Length > 0)
        .Select(row => new TheoryDataRow<string>(row.Id));

    private static JsonElement Legacy(TemplateRow row) => row.Has("helm3") ? row.Json.GetProperty("helm3") : row.Json;

    private static async Task CheckAsync(TemplateRow row, bool isHelm3)
    {
        var folder = Directory.CreateTempSubdirectory("charts-").FullName;
        try
        {
            TemplateRowFiles.Write(TemplateRowFiles.Of(row), Path.Combine(folder, "c"));
            using var output = new MemoryStream();
            using var error = new MemoryStream();
            var host = new CliHost
            {
                Redaction = new(),
                Clock = TimeProvider.System,
                Environment = new HostEnvironment(
                    new Dictionary<string, string>
                    {
                        ["HOME"] = Path.Combine(folder, ".home"),
                        ["KUBECONFIG"] = "/nonexistent",
                        ["TZ"] = "UTC",
                        ["NO_COLOR"] = "1",
                    },
                    folder),
                Input = Stream.Null,
                Output = output,
                Error = error,
                Prompt = new TypedPrompt([]),
                TestOnlyThrowDefects = true,
            };
            var exit = await SecretsKit.Cli.Program.RunAsync(
                isHelm3 ? "helm3" : "helm", Words(row, folder, isHelm3), host, TestContext.Current.CancellationToken);
            var results = isHelm3 ? Legacy(row) : row.Json;
            var messages = Encoding.Latin1.GetString(error.ToArray());
            if (results.GetProperty("exit").GetInt32() == 0 && !row.Has("chart"))
            {
                // The rendered text was carried out of the reference encoded and need not be YAML: the notices before count.
                Assert.Equal(WithoutSource(Text(results, "stderr")), WithoutSource(messages.Split("Error: ")[0]));
                return;
            }

            Assert.Equal(Text(results, "stderr"), messages);
            Assert.Equal(results.GetProperty("exit").GetInt32(), exit);
            if (row.Has("chart"))
            {
                Assert.Equal(Text(results, "stdout"), Encoding.Latin1.GetString(output.ToArray()));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Words(TemplateRow row, string folder, bool isHelm3)
    {
        List<string> words = ["template", row.Release, "c", "-n", row.Namespace];
        if (row.Values is { } values)
        {
            File.WriteAllBytes(Path.Combine(folder, "v.yaml"), values);
            words.AddRange(["-f", "v.yaml"]);
        }

        words.AddRange(Strings(row, "args"));
        words.AddRange(Strings(row, "api").SelectMany(api => (string[])["--api-versions", api]));
        var version = row.Json.TryGetProperty("kube", out var kube) ? kube.GetString() : isHelm3 ? "1.34.0" : null;
        words.AddRange(version is null ? [] : (string[])["--kube-version", version]);
        return words;
    }

    private static IEnumerable<string> Strings(TemplateRow row, string member) =>
        row.Json.TryGetProperty(member, out var list) ? list.EnumerateArray().Select(item => item.GetString()!) : [];

    // Helm 3 names lines of its own source.
    private static string WithoutSource(string text) => SourceLine().Replace(text, "");

    [GeneratedRegex("^[a-z]+\\.go:[0-9]+: ", RegexOptions.Multiline)]
    private static partial Regex SourceLine();

    private static string Text(JsonElement results, string stream) => Encoding.Latin1.GetString(
        results.TryGetProperty(stream, out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
            : results.TryGetProperty(stream + "_b64", out var encoded) ? encoded.GetBytesFromBase64() : []);
}
