using System.Text;
using System.Text.Json;
using SecretsKit.Cli;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Docs;

/// <summary>What <c>--output json</c> prints is what its schema says. Verbs that need a cluster are checked where they run.</summary>
public sealed class JsonShapeTests
{
    // Objects of Kubernetes; and the same form as that of diff.
    private static readonly string[] Others = ["sync", "pipeline rbac role", "pipeline crds apply"];

    [Theory]
    [InlineData("filestatus", "filestatus --output json .")]
    [InlineData("groups list", "groups list --output json s.yaml")]
    [InlineData("updatekeys", "updatekeys --yes --output json drifted.yaml s.yaml")]
    [InlineData("rotate", "rotate --ignore-rule --output json drifted.yaml")]
    [InlineData("diff", "diff --output json c --set-b path=2")]
    [InlineData("secret get", "secret get --output json store.yaml#here orders")]
    [InlineData("secret get", "secret get --show --output json store.yaml#here orders")]
    [InlineData("secret get", "secret get --show --map --output json store.yaml#here orders")]
    [InlineData("secret list", "secret list --output json store.yaml#here")]
    [InlineData("secret diff", "secret diff --output json store.yaml#here store.yaml#there")]
    [InlineData("sync --report", "sync -f store.yaml --dry-run --report json")]
    [InlineData("sync explain", "sync explain -f store.yaml --output json")]
    public async Task Each_line_is_as_documented(string verb, string line)
    {
        using var run = await MadeAsync();
        JsonShape.CheckLines(verb, (await run.RunAsync(line.Split(' '))).OutputText);
    }

    [Theory]
    [InlineData("check", "check --output json")]
    [InlineData("check", "check --verify --output json")]
    [InlineData("doctor", "doctor --output json")]
    [InlineData("lint", "lint c --advise --output json")]
    [InlineData("values", "values c --origin --output json")]
    [InlineData("validate", "validate c --schema-location none --summary --output json")]
    [InlineData("version", "version --output json")]
    [InlineData("sync lint", "sync lint -f store.yaml --output json")]
    [InlineData("pipeline timeout", "pipeline timeout c --timeout 5m --output json")]
    public async Task The_object_of_a_run_is_as_documented(string verb, string line)
    {
        using var run = await MadeAsync();
        JsonShape.Check(verb, (await run.RunAsync(line.Split(' '))).OutputText);
    }

    [Fact]
    public void Each_verb_with_json_is_documented_and_has_a_versioned_schema()
    {
        using var run = new VerbRun();
        using var context = new VerbContext(run.SilentHost());
        var found = OwnVerbs.Table.All.SelectMany(verb => WithJson(verb.Create(context), verb.Name, context)).Except(Others).ToList();
        var listed = HelpTopics.Json.Select(row => row.Verb).ToList();
        Assert.Contains("doctor", found);
        Assert.Equal([], found.Except(listed));
        var files = Directory.GetFiles(Path.Combine(Checkout.Root, "docs/reference/json")).Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(listed.Select(JsonShape.NameOf).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal)!);
        foreach (var row in HelpTopics.Json)
        {
            using var schema = JsonDocument.Parse(JsonShape.Text(row.Verb));
            Assert.Equal(
                $"https://secretskit.io/json/1/{JsonShape.NameOf(row.Verb)}.json", schema.RootElement.GetProperty("$id").GetString());
            Assert.All(
                schema.RootElement.GetProperty("properties").EnumerateObject(),
                field => Assert.Contains(field.Name, row.Fields, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> WithJson(VerbCommand command, string name, VerbContext context) =>
        command.Children.SelectMany(child => WithJson(child.Create(context), $"{name} {child.Name}", context))
            .Concat(command.Words.Options
                .Where(option => option.Name is "--output" or "--report"
                    && option.Description?.Contains("json", StringComparison.Ordinal) == true)
                .Select(option => option.Name == "--report" ? $"{name} --report" : name));

    // A file whose recipients are not those of its rule, charts, and stores with a mapping.
    private static async Task<VerbRun> MadeAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        run.Write("drifted.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        Assert.Equal(0, (await run.RunAsync("enc", "--age", $"{VerbRun.Recipient("a1")},{VerbRun.Recipient("a2")}", "drifted.yaml")).Exit);
        run.Write("values.yaml", "database:\n  password: correct-horse-battery\n");
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "path: 1\nunused: 2\n");
        run.Write(
            "c/templates/a.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {p: \"{{ .Values.path }}\"}}\n");
        run.Write("store.yaml", $"{Store("here", "user")}---\n{Store("there", "name")}" + """
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: orders}
            spec:
              secretStoreRef: {name: here}
              target: {template: {mergePolicy: Merge, data: {url: "db://{{ .user }}"}}}
              dataFrom: [{extract: {key: orders}}]
              data: [{secretKey: lost, remoteRef: {key: gone}}]

            """);
        return run;
    }

    private static string Store(string name, string key) => $$$$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: {{{{name}}}} }
        spec: {provider: {fake: {data: [{key: orders, value: '{"{{{{key}}}}":"x","host":"h"}'}, {key: {{{{name}}}}, value: x}]} } }

        """;
}
