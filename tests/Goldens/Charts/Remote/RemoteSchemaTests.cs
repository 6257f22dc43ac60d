using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Charts.Remote;

/// <summary>Schemas that a chart's schema refers to by http (spec helm.md 2.6).</summary>
public sealed class RemoteSchemaTests
{
    private const string Heading = "values don't meet the specifications of the schema(s) in the following chart(s):\nc:\n";

    private static VerbRun Chart(string schema)
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\nicon: https://a.example/i.png\n");
        run.Write("c/values.yaml", "port: http\n");
        run.Write("c/templates/t.yaml", "a: {{ .Values.port }}\n");
        run.Write("c/values.schema.json", schema);
        return run;
    }

    [Theory]
    [InlineData("helm")]
    [InlineData("helm3")]
    public async Task Are_fetched_once_and_count(string program)
    {
        using var server = new HttpServer(new Dictionary<string, byte[]>
        {
            ["/parts.json"] = """{"$defs": {"port": {"$ref": "more/port.json"}}}"""u8.ToArray(),
            ["/more/port.json"] = """{"type": "integer"}"""u8.ToArray(),
        });
        using var run = Chart($$"""{"properties": {"port": {"$ref": "{{server.Url}}/parts.json#/$defs/port"}, "other": {"$ref": "{{server.Url}}/parts.json"} } }""");
        var result = await run.RunAsync(program, "template", "r", "c");
        Assert.Equal((1, $"Error: {Heading}- at '/port': got string, want integer\n\n"), (result.Exit, result.ErrorText));
        Assert.Equal(["/parts.json", "/more/port.json"], server.Requests.Select(request => request.Target));
        Assert.Equal(0, (await run.RunAsync(program, "template", "r", "c", "--set", "port=1")).Exit);
        Assert.Equal(4, server.Requests.Count);

        // Lint checks the values by themselves and again with the templates.
        var linted = await run.RunAsync(program, "lint", "c");
        Assert.Equal(1, linted.Exit);
        Assert.Contains("[ERROR] values.yaml: - at '/port': got string, want integer\n", linted.OutputText, StringComparison.Ordinal);
        Assert.Equal(6, server.Requests.Count);
        Assert.Equal(0, (await run.RunAsync(program, "template", "r", "c", "--skip-schema-validation")).Exit);
        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData("/none.json", "failing loading \"{0}/none.json\": HTTP request to {0}/none.json returned status 404 (Not Found)")]
    [InlineData("/empty", "failing loading \"{0}/empty\": EOF")]
    [InlineData("/page", "failing loading \"{0}/page\": invalid character '<' looking for beginning of value")]
    [InlineData("/wrong", "\"{0}/wrong#\" is not valid against metaschema: jsonschema validation failed with " +
        "'https://json-schema.org/draft/2020-12/schema#'\n- at '': 'allOf' failed\n")]
    [InlineData("/found#/a", "json-pointer in \"{0}/found#/a\" not found")]
    public async Task What_is_no_schema_is_told_as_Helm_tells_it(string reference, string message)
    {
        using var server = new HttpServer(new Dictionary<string, byte[]>
        {
            ["/empty"] = [],
            ["/page"] = "<html>"u8.ToArray(),
            ["/wrong"] = """{"type": 1}"""u8.ToArray(),
            ["/found"] = "{}"u8.ToArray(),
        });
        using var run = Chart($$"""{"$ref": "{{server.Url}}{{reference}}"}""");
        foreach (var program in (string[])["helm", "helm3"])
        {
            var result = await run.RunAsync(program, "template", "r", "c");
            Assert.Equal(1, result.Exit);
            Assert.StartsWith(
                $"Error: {Heading}{string.Format(System.Globalization.CultureInfo.InvariantCulture, message, server.Url)}",
                result.ErrorText,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_the_check()
    {
        using var run = Chart("""{"$ref": "http://127.0.0.1:1/x.json"}""");
        var result = await run.RunAsync("helm", "template", "r", "c");
        Assert.Equal(
            $"Error: {Heading}failing loading \"http://127.0.0.1:1/x.json\": HTTP request failed for http://127.0.0.1:1/x.json: Get " +
            "\"http://127.0.0.1:1/x.json\": dial tcp 127.0.0.1:1: connect: connection refused\n",
            result.ErrorText);
    }

    [Fact]
    public async Task A_chart_leads_to_no_file_of_the_machine()
    {
        using var run = new VerbRun();
        run.Write("x.json", "{}");
        using var server = new HttpServer(_ => ServedAnswer.Redirect($"file://{run.File("x.json")}"));
        using var chart = Chart($$"""{"$ref": "{{server.Url}}/x.json"}""");
        Assert.Contains(
            "unsupported protocol scheme \"file\"",
            (await chart.RunAsync("helm", "template", "r", "c")).ErrorText,
            StringComparison.Ordinal);
    }
}
