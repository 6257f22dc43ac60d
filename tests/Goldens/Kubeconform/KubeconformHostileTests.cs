using System.Globalization;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Kubeconform;

/// <summary>Manifests, schemas and servers that mean harm: one clear error for the resource, and the run goes on.</summary>
public sealed class KubeconformHostileTests
{
    private const string Widget = "apiVersion: e.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {a: 1}\n";

    [Theory]
    [InlineData("{\"$ref\": \"#\"}", "is invalid: ")]
    [InlineData("{\"$ref\": \"other.json\"}", "is invalid: ")]
    [InlineData("{\"properties\": {\"spec\": {\"$ref\": \"missing.json\"}}}", "could not find schema for Widget")]
    [InlineData("{\"properties\": {\"spec\": {\"$ref\": \"http://127.0.0.1:1/x.json\"}}}", "could not find schema for Widget")]
    [InlineData("", "EOF")]
    [InlineData("[", "unexpected EOF")]
    [InlineData("{\"type\": 5}", "could not find schema for Widget")]
    public async Task Schemas_in_circles_or_that_lead_nowhere_end(string schema, string message)
    {
        using var run = new VerbRun();
        run.Write("schemas/widget.json", schema);
        run.Write("schemas/other.json", "{\"$ref\": \"widget.json\"}");
        run.Write("w.yaml", Widget);
        var result = await run.RunAsync("kubeconform", "-schema-location", "schemas/{{ .ResourceKind }}.json", "w.yaml");
        Assert.Equal((1, ""), (result.Exit, result.ErrorText));
        Assert.StartsWith("w.yaml - Widget w ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains(message, result.OutputText, StringComparison.Ordinal);
        Assert.Single(result.OutputText, '\n');
    }

    [Fact]
    public async Task A_schema_that_is_nested_too_deeply_is_named()
    {
        using var run = new VerbRun();
        run.Write("widget.json", string.Concat(Enumerable.Repeat("{\"not\":", 5_000)) + "{}" + new string('}', 5_000));
        run.Write("w.yaml", Widget);
        var result = await run.RunAsync("kubeconform", "-schema-location", "{{ .ResourceKind }}.json", "w.yaml");
        Assert.Equal(
            (1, $"w.yaml - Widget w failed validation: schema at file://{run.Path}/widget.json cannot be used: "
                + "the schema is nested too deeply\n"),
            (result.Exit, result.OutputText));
    }

    [Fact]
    public async Task A_schema_of_a_hundred_megabytes_is_refused_wherever_it_is()
    {
        using var server = new HttpServer(_ => ServedAnswer.Zeros(100 * 1024 * 1024));
        using var run = new VerbRun();
        await using (var file = File.Create(run.File("widget.json")))
        {
            file.SetLength(100 * 1024 * 1024);
        }

        run.Write("w.yaml", Widget);
        var local = await run.RunAsync("kubeconform", "-schema-location", "{{ .ResourceKind }}.json", "w.yaml");
        Assert.Equal(1, local.Exit);
        Assert.StartsWith("w.yaml - Widget w failed validation: ", local.OutputText, StringComparison.Ordinal);
        Assert.Contains("33554432", local.OutputText, StringComparison.Ordinal);
        var remote = await run.RunAsync("kubeconform", "-schema-location", server.Url + "/{{ .ResourceKind }}.json", "w.yaml");
        Assert.Equal(
            (1, $"w.yaml - Widget w failed validation: failed downloading schema at {server.Url}/widget.json: "
                + "the schema is larger than 32 MiB\n"),
            (remote.Exit, remote.OutputText));
    }

    [Fact]
    public async Task A_server_that_sends_in_circles_is_left()
    {
        using var server = new HttpServer(request => ServedAnswer.Redirect(request.Target + "x"));
        using var run = new VerbRun();
        run.Write("w.yaml", Widget);
        var result = await run.RunAsync("kubeconform", "-schema-location", server.Url + "/a.json", "w.yaml");
        Assert.Equal(
            (1, $"w.yaml - Widget w failed validation: failed downloading schema at {server.Url}/a.json: "
                + $"Get \"{server.Url}/a.json\": stopped after 10 redirects\n"),
            (result.Exit, result.OutputText));
        Assert.Equal(11, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_asked_three_times()
    {
        var server = new HttpServer(_ => ServedAnswer.Silence);
        server.Dispose();
        using var run = new VerbRun();
        run.Write("w.yaml", Widget);
        var place = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}");
        var result = await run.RunAsync("kubeconform", "-schema-location", $"http://{place}/a.json", "w.yaml");
        Assert.Equal(
            (1, $"w.yaml - Widget w failed validation: failed downloading schema at http://{place}/a.json: Get \"http://{place}/a.json\": "
                + $"GET http://{place}/a.json giving up after 3 attempt(s): Get \"http://{place}/a.json\": "
                + $"dial tcp {place}: connect: connection refused\n"),
            (result.Exit, result.OutputText));
    }

    [Theory]
    [InlineData("kind: ../../outside\napiVersion: v1\n")]
    [InlineData("kind: x\napiVersion: ../../../v1\n")]
    [InlineData("kind: x?y\napiVersion: \"v1#\"\n")]
    public async Task Names_in_manifests_lead_to_no_other_place(string manifest)
    {
        using var server = new HttpServer(_ => ServedAnswer.Found("{}"));
        using var run = new VerbRun();
        run.Write("outside-v1.json", "{}");
        run.Write("a/b/w.yaml", manifest);
        var result = await run.RunAsync(
            "kubeconform", "-schema-location", "a/b/{{ .ResourceKind }}{{ .KindSuffix }}.json",
            "-schema-location", server.Url + "/{{ .Group }}/{{ .ResourceKind }}.json", "a");
        Assert.Equal(1, result.Exit);
        Assert.Contains(": could not find schema for ", result.OutputText, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_schema_of_a_server_reads_no_file_of_this_machine()
    {
        using var run = new VerbRun();
        run.Write("secret.json", "{\"type\": \"string\"}");
        using var server = new HttpServer(_ => ServedAnswer.Found($"{{\"$ref\": \"file://{run.File("secret.json")}\"}}"));
        run.Write("w.yaml", Widget);
        var result = await run.RunAsync("kubeconform", "-schema-location", server.Url + "/a.json", "w.yaml");
        Assert.Equal((1, "w.yaml - Widget w failed validation: could not find schema for Widget\n"), (result.Exit, result.OutputText));
    }

    [Fact]
    public async Task A_schema_on_disk_fetches_nothing_unless_a_location_is_on_a_server()
    {
        using var server = new HttpServer(_ => ServedAnswer.Found("{\"required\": [\"x\"]}"));
        using var run = new VerbRun();
        run.Write("widget.json", $"{{\"$ref\": \"{server.Url}/base.json\"}}");
        run.Write("w.yaml", Widget);
        var offline = await run.RunAsync("kubeconform", "-schema-location", "{{ .ResourceKind }}.json", "w.yaml");
        Assert.Contains("could not find schema for Widget", offline.OutputText, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        var online = await run.RunAsync(
            "kubeconform", "-schema-location", "{{ .ResourceKind }}.json", "-schema-location", server.Url, "w.yaml");
        Assert.Contains(" - at '': missing property 'x'", online.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"
        + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n"
        + "g: [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f, *f, *f]\n")]
    [InlineData("DEEP")]
    [InlineData("a: *a\n")]
    public async Task Documents_that_would_fill_the_memory_are_errors(string document)
    {
        using var run = new VerbRun();
        run.Write("w.yaml", document == "DEEP" ? new string('[', 100_000) : document);
        run.Write("x.yaml", Widget);
        run.Write("widget.json", "{}");
        var result = await run.RunAsync(
            "kubeconform", "-verbose", "-strict", "-schema-location", "{{ .ResourceKind }}.json", "w.yaml", "x.yaml");
        Assert.Equal((1, ""), (result.Exit, result.ErrorText));
        Assert.StartsWith(
            "w.yaml - failed validation: error unmarshalling resource: error converting YAML to JSON: yaml: ",
            result.OutputText, StringComparison.Ordinal);
        Assert.EndsWith("\nx.yaml - Widget w is valid\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("tap")]
    [InlineData("junit")]
    [InlineData("pretty")]
    [InlineData("json")]
    public async Task Names_steer_no_terminal_and_no_build_server(string form)
    {
        using var run = new VerbRun();
        run.Write("w.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"x\\e[2J\\n::error::oops\\u202e\"}\n");
        var result = await run.RunAsync(
            "kubeconform", "-output", form, "-verbose", "-skip", "ConfigMap", "w.yaml", "gone\n::stop-commands::x");
        Assert.DoesNotContain("\e[2J", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("\n::", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_stay_in_order_however_many_are_checked_at_once()
    {
        using var run = new VerbRun();
        run.Write("widget.json", "{}");
        run.Write("w.yaml", string.Concat(Enumerable.Range(0, 3_000).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"---\r\napiVersion: e.com/v1\r\nkind: Widget\r\nmetadata: {{name: w{i}}}\r\n"))));
        var result = await run.RunAsync(
            "kubeconform", "-n", "16", "-verbose", "-summary", "-schema-location", "{{ .ResourceKind }}.json", "w.yaml");
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 3_000).Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"w.yaml - Widget w{i} is valid\n")))
            + "Summary: 3000 resources found in 1 file - Valid: 3000, Invalid: 0, Errors: 0, Skipped: 0\n",
            result.OutputText);
    }

    [Fact]
    public async Task What_was_fetched_is_not_fetched_again_and_references_neither()
    {
        using var server = new HttpServer(new Dictionary<string, byte[]>
        {
            ["/a.json"] = "{\"$ref\": \"b.json\"}"u8.ToArray(),
            ["/b.json"] = "{\"required\": [\"x\"]}"u8.ToArray(),
        });
        using var run = new VerbRun();
        Directory.CreateDirectory(run.File("cache"));
        run.Write("w.yaml", Widget);
        string[] line = ["kubeconform", "-cache", "cache", "-schema-location", server.Url + "/a.json", "w.yaml"];
        var first = await run.RunAsync(line);
        var second = await run.RunAsync(line);
        Assert.Contains("missing property 'x'", first.OutputText, StringComparison.Ordinal);
        Assert.Equal(first.OutputText, second.OutputText);
        Assert.Equal(["/a.json", "/b.json"], server.Requests.Select(request => request.Target));
        Assert.Equal(2, Directory.GetFiles(run.File("cache")).Length);
    }

    [Fact]
    public async Task Passwords_of_locations_are_in_no_message()
    {
        using var server = new HttpServer(_ => ServedAnswer.Found("{\"required\": [\"x\"]}"));
        using var run = new VerbRun();
        run.Write("w.yaml", Widget);
        var place = server.Url.Replace("://", "://me:hunter2@", StringComparison.Ordinal);
        var result = await run.RunAsync("kubeconform", "-debug", "-schema-location", place + "/a.json", "w.yaml");
        Assert.Contains("://me:***@", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("Basic bWU6aHVudGVyMg==", server.Requests[0].Header("Authorization"));
    }

    [Fact]
    public async Task Flags_behind_files_and_those_of_kubeval_get_a_hint()
    {
        using var run = new VerbRun();
        run.Write("w.yaml", Widget);
        var late = await run.RunAsync("kubeconform", "-skip", "Widget", "w.yaml", "-summary");
        Assert.Equal("hint: flags come before files: -summary was taken for a file\n", late.ErrorText);
        var habit = await run.RunAsync("kubeconform", "--skip-kinds", "Widget", "w.yaml");
        Assert.StartsWith(
            "flag provided but not defined: -skip-kinds\nUsage: secretskit kubeconform ", habit.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("\nhint: -skip KIND,KIND leaves kinds out\n", habit.ErrorText, StringComparison.Ordinal);
        var help = await run.RunAsync("kubeconform", "--help");
        Assert.Equal(0, help.Exit);
        Assert.StartsWith("Usage: secretskit kubeconform [OPTION]... [FILE OR FOLDER]...\n", help.OutputText, StringComparison.Ordinal);
        var words = await run.RunAsync("__complete", "kubeconform", "-output", "");
        Assert.Equal("json\njunit\npretty\ntap\ntext\n", words.OutputText);
    }
}
