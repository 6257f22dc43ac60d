using System.Text.Json.Nodes;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Helm;

/// <summary>
/// Transcripts of the reference on a real API server: query commands print and return what it did, on records that were put there by
/// hand, with users who may do nothing, and where there is no server. Each is followed up to its first command that changes releases.
/// </summary>
public sealed class QueryTranscriptTests : IDisposable
{
    private static readonly string Area = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "releases");
    private static readonly string[] Names =
        ["rbac-none", "unreachable", "bad-kubeconfig", "driver-names", "record-encodings", "record-corrupt"];
    private static readonly string[] Queries = ["list", "ls", "status", "history", "hist", "get"];

    private readonly Cluster _cluster = new();
    private readonly HelmRun _run = new();
    private readonly string _namespace = "transcript-" + Guid.NewGuid().ToString("N")[..8];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows().Select(row => new TheoryDataRow<string>(Text(row["id"])));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Queries_answer_as_the_reference(string id)
    {
        var row = Rows().Single(row => Text(row["id"]) == id);
        await PrepareAsync(row);
        List<string> differences = [];
        var at = 0;
        foreach (var step in Steps(row))
        {
            at++;
            if (step["write"] is { } file)
            {
                _run.Write(Text(file["path"]), Text(file["text"]));
            }
            else if (step["api"] is { } call)
            {
                await CallAsync(row, call);
            }
            else if (IsQuery(step) && await DifferenceAsync(row, step) is { } difference)
            {
                differences.Add($"{id}:{at}\t{difference}");
            }
        }

        var gaps = (await File.ReadAllLinesAsync(Path.Combine(Area, "gaps.tsv"), Ct))
            .Select(line => line.Split('\t')[0])
            .Where(gap => gap.StartsWith(id + ":", StringComparison.Ordinal));
        Assert.Equal(gaps, differences.Select(line => line.Split('\t')[0]));
    }

    public void Dispose()
    {
        _run.Dispose();
        _cluster.Dispose();
    }

    private static IEnumerable<JsonNode> Rows() => ((string[])["access", "drivers"])
        .SelectMany(group => File.ReadLines(Path.Combine(Area, "transcripts", group + ".jsonl")))
        .Select(line => JsonNode.Parse(line)!)
        .Where(row => Names.Contains(Text(row["id"]).Split('/')[1]));

    // What fails, and what renders alone, changes nothing.
    private static IEnumerable<JsonNode> Steps(JsonNode row) => row["steps"]!.AsArray()
        .TakeWhile(step => step!["argv"] is null || IsQuery(step) || step["exit"]!.GetValue<int>() != 0
            || Text(step["argv"]![1]) == "template"
            || step["argv"]!.AsArray().Any(word => Text(word) == "--dry-run=client"))
        .OfType<JsonNode>();

    private static bool IsQuery(JsonNode? step) => step?["argv"] is JsonArray words && Queries.Contains(Text(words[1]));

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private async Task PrepareAsync(JsonNode row)
    {
        await _cluster.As().SendAsync(
            new(HttpMethod.Post, "/api/v1/namespaces")
            {
                Body = HttpBody.FromBytes(
                    System.Text.Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{_namespace}}}"}}"""), ApiMedia.Json),
            },
            Ct);
        _run.Variables["HELM_NAMESPACE"] = _namespace;
        foreach (var (name, value) in row["env"]?.AsObject() ?? [])
        {
            _run.Variables[name] = Text(value);
        }

        if (row["files"]?["kubeconfig"] is { } config)
        {
            _run.Write("kubeconfig", Text(config));
        }

        var isElsewhere = Text(row["namespace"]) == "away";
        _run.Variables["KUBECONFIG"] = isElsewhere ? "kubeconfig" : Path.Combine(Cluster.Folder, "kubeconfig");
        if (!isElsewhere)
        {
            _run.Variables["HELM_KUBECONTEXT"] = row["user"]?.GetValue<string>() ?? "admin";
        }
    }

    private async Task CallAsync(JsonNode row, JsonNode call)
    {
        var path = Text(call["path"]).Replace(Text(row["namespace"]), _namespace, StringComparison.Ordinal);
        await _cluster.As().SendAsync(
            new(new HttpMethod(Text(call["method"])), path)
            {
                Body = HttpBody.FromBytes(System.Text.Encoding.UTF8.GetBytes(call["body"]!.ToJsonString()), ApiMedia.Json),
            },
            Ct);
    }

    private async Task<string?> DifferenceAsync(JsonNode row, JsonNode step)
    {
        var words = step["argv"]!.AsArray().Skip(1).Select(Text);
        var variables = (step["env"]?.AsObject() ?? []).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.GetValue<string>()));
        var (code, output, error) = await _run.RunAsync(Text(step["tool"] ?? row["tool"]), words, variables);
        var expected = (step["exit"]!.GetValue<int>(), Text(step["stdout"]), Text(step["stderr"]));
        var answer = (code, Shown(output, row), Shown(error, row));
        return expected == answer ? null : $"{string.Join(' ', words)}\n{expected}\n{answer}";
    }

    private string Shown(string text, JsonNode row) => text.Replace(_namespace, Text(row["namespace"]), StringComparison.Ordinal);
}
