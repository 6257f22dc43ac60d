using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Huawei;

/// <summary>Whole command lines with keys of Huawei Cloud, against what the reference sent and got.</summary>
public sealed class HuaweiRunTests(GoldenKeys keys)
{
    private const string Plain = "api:\n    token: streng-geheim\n    retries: 3\nflags:\n    - true\n";

    private static readonly string Cloud = SopsRows.Folder("providers/cloud");

    public static IEnumerable<TheoryDataRow<string>> Runs =>
        GoldenRows.Names(Cloud, "huawei.runs.jsonl").Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Runs))]
    public async Task Runs_as_the_reference_does(string name)
    {
        var row = GoldenRows.Read(Cloud, name);
        var caseName = row.Text("case")!;
        var exchanges = File.ReadLines(Path.Combine(Cloud, "huawei.jsonl")).Select(line => JsonNode.Parse(line)!)
            .Where(line => line["id"]!.GetValue<string>()[("huawei/000-".Length)..].StartsWith(caseName + "-", StringComparison.Ordinal))
            .ToList();
        var answered = 0;
        using var server = new HttpServer(request => answered < exchanges.Count
            ? Answer(exchanges[answered++]["response"]!) : ServedAnswer.Status("500 nothing was recorded"));
        using var folder = new CaseFolder("providers/cloud/files/huawei");
        await File.WriteAllTextAsync(folder.File("plain.yaml"), Plain, TestContext.Current.CancellationToken);
        var result = await new SopsRun(keys, folder.Path).RunAsync(
            [.. row.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)], [], row.GetProperty("env").EnumerateObject()
                .Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString()!
                    .Replace("https://127.0.0.1:{{port}}", server.Url, StringComparison.Ordinal))));
        Assert.Equal(row.Text("stderr"), result.ErrorText);
        Assert.Equal(row.GetProperty("exit").GetInt32(), result.Exit);
        Assert.Equal(row.Text("stdout"), result.OutputText);
        Assert.Equal(exchanges.Select(exchange => Described(exchange["request"]!)), server.Requests.Select(Described));
    }

    private static ServedAnswer Answer(JsonNode response) => ServedAnswer.Kept(response["body"]!.ToJsonString(),
        $"{response["status"]!.GetValue<int>()} status", "Content-Type: application/json; charset=utf-8\r\n");

    private static string Described(JsonNode request)
    {
        var headers = request["headers"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
        return Described(request["method"]!.GetValue<string>(), request["path"]!.GetValue<string>(), headers, request["body"]!);
    }

    private static string Described(ServedRequest request) =>
        Described(request.Method, request.Target, request.Headers, JsonNode.Parse(request.Body)!);

    // Times, signatures and the new data key differ from run to run; which headers are signed does not.
    private static string Described(string method, string target, IReadOnlyDictionary<string, string> headers, JsonNode body)
    {
        var authorization = headers.First(pair => pair.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)).Value;
        var kept = headers.Where(pair => pair.Key.ToLowerInvariant() is "content-type" or "x-project-id" or "x-security-token")
            .Select(pair => $"{pair.Key.ToLowerInvariant()}: {pair.Value}").Order();
        if (body["plain_text"] is { } plain)
        {
            body["plain_text"] = Convert.FromBase64String(plain.GetValue<string>()).Length;
        }

        return string.Join('\n', [$"{method} {target}", .. kept,
            authorization[..authorization.IndexOf("Signature=", StringComparison.Ordinal)],
            .. body.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")]);
    }
}
