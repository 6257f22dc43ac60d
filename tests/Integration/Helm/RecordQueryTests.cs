using System.Text.Json.Nodes;
using SecretsKit.Core.Data;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Releases;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Helm;

/// <summary>
/// Records that the reference wrote with each driver, read by query commands and compared with what the reference printed when it wrote and
/// listed them. The same commands wrote those of all drivers, so that the lists of one are those of the others.
/// </summary>
public sealed class RecordQueryTests : IAsyncDisposable
{
    private static readonly string Area = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "releases", "records");

    private readonly Cluster _cluster = new();
    private readonly HelmRun _run = new();
    private readonly string _name = "records-" + Guid.NewGuid().ToString("N")[..8];
    private SqlDatabase? _database;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Drivers => new()
    {
        { "helm3", "secret" },
        { "helm3", "configmap" },
        { "helm3", "sql" },
        { "helm4", "secret" },
        { "helm4", "configmap" },
        { "helm4", "sql" },
    };

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Lists_are_those_that_the_reference_printed(string tool, string driver)
    {
        var own = await StoreAsync(tool, driver);
        var reference = Steps(tool, "sql");
        var compared = 0;
        foreach (var step in reference["steps"]!.AsArray().Where(step => Verb(step) is "list" or "history" or "status"))
        {
            var (code, output, error) = await QueryAsync(tool, step!["argv"]!.AsArray().Skip(1).Select(Text));
            var expected = Text(step["stdout"]).Replace(Text(reference["namespace"]), Text(own["namespace"]), StringComparison.Ordinal);
            Assert.Equal((step["exit"]!.GetValue<int>(), expected, Text(step["stderr"])), (code, output, error));
            compared++;
        }

        Assert.Equal(4, compared);
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task The_state_of_an_installed_release_is_what_the_installation_printed(string tool, string driver)
    {
        var own = await StoreAsync(tool, driver);
        foreach (var name in (string[])["bundle", "hk"])
        {
            var step = own["steps"]!.AsArray().First(step => Verb(step) == "install" && Text(step!["argv"]![2]) == name);
            Assert.Equal((0, Text(step!["stdout"]), ""), await QueryAsync(tool, ["status", name]));
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Parts_of_a_record_are_printed_as_they_are(string tool, string driver)
    {
        await StoreAsync(tool, driver);
        foreach (var (name, revision) in (IReadOnlyList<(string, int)>)[("shop", 2), ("hk", 1), ("bundle", 1)])
        {
            var file = Path.Combine(Area, $"{tool}-{driver}", $"sh.helm.release.v1.{name}.v{revision}.decoded.json");
            var record = JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!;
            string[] which = [name, "--revision", $"{revision}"];
            Assert.Equal((0, Text(record["manifest"]) + "\n", ""), await QueryAsync(tool, ["get", "manifest", .. which]));
            Assert.Equal((0, Hooks(record), ""), await QueryAsync(tool, ["get", "hooks", .. which]));
            var notes = record["info"]!["notes"] is { } text ? $"NOTES:\n{Text(text)}\n" : "";
            Assert.Equal((0, notes, ""), await QueryAsync(tool, ["get", "notes", .. which]));
            var values = await QueryAsync(tool, ["get", "values", .. which, "-o", "json"]);
            Assert.True(JsonNode.DeepEquals(record["config"], JsonNode.Parse(values.Output)), values.Output);
            var all = (await QueryAsync(tool, ["get", "all", .. which])).Output;
            Assert.Contains("\nHOOKS:\n" + Hooks(record) + "MANIFEST:\n" + Text(record["manifest"]) + "\n", all, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Either_generation_reads_the_records_of_the_other(string tool, string driver)
    {
        await StoreAsync(tool, driver);
        var other = tool == "helm3" ? "helm4" : "helm3";
        foreach (var format in (string[])["table", "json", "yaml"])
        {
            string[] words = ["list", "-f", "^(bundle|shop)$", "-o", format];
            Assert.Equal(await QueryAsync(tool, words), await QueryAsync(other, words));
        }

        var text = await QueryAsync("helm4", ["get", "metadata", "shop"]);
        Assert.Equal(0, text.Code);
        Assert.EndsWith(
            tool == "helm3" ? "\nAPPLY_METHOD: client-side apply (defaulted)\n" : "\nAPPLY_METHOD: server-side apply\n",
            text.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("APPLY_METHOD", (await QueryAsync("helm3", ["get", "metadata", "shop"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Releases_of_all_namespaces_are_listed()
    {
        await StoreAsync("helm4", "secret");
        _run.Variables["HELM_NAMESPACE"] = "default";
        var lines = (await QueryAsync("helm4", ["list", "-A", "-f", "^stuck$", "-o", "json"])).Output;
        Assert.Contains("\"name\":\"stuck\"", lines, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
        else
        {
            await _cluster.As().SendAsync(new(HttpMethod.Delete, "/api/v1/namespaces/" + _name), CancellationToken.None);
        }

        _run.Dispose();
        _cluster.Dispose();
    }

    private static JsonNode Steps(string tool, string driver) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Area, $"{tool}-{driver}", "steps.json")))!;

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string Hooks(JsonNode record) => string.Concat(
        (record["hooks"]?.AsArray() ?? []).Select(hook => $"---\n# Source: {Text(hook!["path"])}\n{Text(hook["manifest"])}\n"));

    private static string Verb(JsonNode? step) => step!["argv"] is JsonArray words ? Text(words[1]) : "";

    private static string Quote(JsonNode? node) => "'" + node!.ToString().Replace("'", "''", StringComparison.Ordinal) + "'";

    private Task<(int Code, string Output, string Error)> QueryAsync(string tool, IEnumerable<string> words) => _run.RunAsync(tool, words);

    // Puts the records of a driver where its tests find them; their own namespace stays in them.
    private async Task<JsonNode> StoreAsync(string tool, string driver)
    {
        var steps = Steps(tool, driver);
        _run.Variables["HELM_DRIVER"] = driver;
        _run.Variables["KUBECONFIG"] = Path.Combine(Cluster.Folder, "kubeconfig");
        _run.Variables["HELM_NAMESPACE"] = driver == "sql" ? Text(steps["namespace"]) : _name;
        var folder = Path.Combine(Area, $"{tool}-{driver}");
        await (driver == "sql" ? StoreRowsAsync(folder) : StoreObjectsAsync(folder));
        return steps;
    }

    private async Task StoreObjectsAsync(string folder)
    {
        await SendAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{_name}}}"}}""");
        foreach (var file in Directory.EnumerateFiles(folder, "sh.helm.*.json")
            .Where(file => !file.EndsWith(".decoded.json", StringComparison.Ordinal)))
        {
            var item = JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!;
            item["metadata"]!["namespace"] = _name;
            var resource = Text(item["kind"]) == "Secret" ? "secrets" : "configmaps";
            await SendAsync($"/api/v1/namespaces/{_name}/{resource}", item.ToJsonString());
        }
    }

    private Task<Value> SendAsync(string path, string body) => _cluster.As().SendAsync(
        new(HttpMethod.Post, path) { Body = HttpBody.FromBytes(System.Text.Encoding.UTF8.GetBytes(body), ApiMedia.Json) }, Ct);

    private async Task StoreRowsAsync(string folder)
    {
        _database = new(_name);
        await _database.CreateAsync(Ct);
        await _database.RowsAsync(await File.ReadAllTextAsync(Path.Combine(folder, "ddl.sql"), Ct), Ct);
        var tables = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "tables.json"), Ct))!.AsObject();
        foreach (var (table, rows) in tables)
        {
            foreach (var row in rows!.AsArray())
            {
                await InsertAsync(table, row!.AsObject());
            }
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.row.json"))
        {
            await InsertAsync("releases_v1", JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!.AsObject());
        }

        var settings = _database.Settings;
        _run.Variables["HELM_DRIVER_SQL_CONNECTION_STRING"] =
            $"host={settings.Host} port={settings.Port} user={settings.User} dbname={settings.Database} sslmode=disable";
    }

    private Task<IReadOnlyList<string>> InsertAsync(string table, JsonObject row) => _database!.RowsAsync(
        $"INSERT INTO {table} ({string.Join(", ", row.Select(pair => pair.Key))}) "
            + $"VALUES ({string.Join(", ", row.Select(pair => Quote(pair.Value)))})",
        Ct);
}
