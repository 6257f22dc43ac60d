using System.Text.Json.Nodes;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Kubeconform;

/// <summary>Schemas of CustomResourceDefinitions, and objects that are checked against them (spec chart-testing.md C5).</summary>
public sealed class CrdSchemaVerbTests
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.shop.example.com}
        spec:
          group: shop.example.com
          names: {kind: Widget, plural: widgets}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  metadata: {type: object, properties: {name: {type: string, maxLength: 20}}}
                  spec:
                    type: object
                    required: [port]
                    properties:
                      port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                      note: {type: string, nullable: true, enum: [a, b]}
                      list: {type: array, items: {type: object, properties: {id: {type: integer}}}}
                      free: {type: object, properties: {a: {type: string}}, x-kubernetes-preserve-unknown-fields: true}
                      labels: {type: object, additionalProperties: {type: string}}
                      properties: {type: object, properties: {items: {type: string}}}
                    oneOf: [{required: [note]}, {required: [list]}]
          - name: v1beta1
            served: true
            storage: false
            schema: {openAPIV3Schema: {type: object}}

        """;

    [Fact]
    public async Task Each_version_becomes_a_schema_that_refuses_what_is_not_declared()
    {
        using var run = new VerbRun();
        run.Write("crd.yaml", Definition);
        var result = await run.RunAsync("crd-schema", "crd.yaml");
        Assert.Equal(
            (0, "JSON schema written to widget_v1.json\nJSON schema written to widget_v1beta1.json\n", ""),
            (result.Exit, result.OutputText, result.ErrorText));
        var root = JsonNode.Parse(run.Read("widget_v1.json"))!;
        var spec = root["properties"]!["spec"]!;
        Assert.Null(root["additionalProperties"]);
        Assert.Null(root["properties"]!["metadata"]!["additionalProperties"]);
        Assert.False(spec["additionalProperties"]!.GetValue<bool>());
        Assert.Equal("""[{"type":"string"},{"type":"integer"}]""", spec["properties"]!["port"]!["oneOf"]!.ToJsonString());
        Assert.Equal("""["string","null"]""", spec["properties"]!["note"]!["type"]!.ToJsonString());
        Assert.Equal("""["a","b",null]""", spec["properties"]!["note"]!["enum"]!.ToJsonString());
        Assert.False(spec["properties"]!["list"]!["items"]!["additionalProperties"]!.GetValue<bool>());
        Assert.Null(spec["properties"]!["free"]!["additionalProperties"]);
        Assert.Equal("""{"type":"string"}""", spec["properties"]!["labels"]!["additionalProperties"]!.ToJsonString());
        Assert.False(spec["properties"]!["properties"]!["additionalProperties"]!.GetValue<bool>());
        Assert.Null(spec["oneOf"]![0]!["additionalProperties"]);
        Assert.EndsWith("}\n", run.Read("widget_v1.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{port: 80, note: null}", 0)]
    [InlineData("{port: http, list: [{id: 1}], labels: {any: thing}, free: {b: 1}}", 0)]
    [InlineData("{port: 1.5, note: a}", 1)]
    [InlineData("{port: 80, note: c}", 1)]
    [InlineData("{port: 80, list: [{ids: 1}]}", 1)]
    [InlineData("{port: 80, note: a, notes: b}", 1)]
    [InlineData("{note: a}", 1)]
    public async Task P_151_Objects_are_checked_against_schemas_of_their_definitions(string spec, int exit)
    {
        using var run = new VerbRun();
        run.Write("crds/widgets.yaml", Definition);
        Assert.Equal(0, (await run.RunAsync("crd-schema", "crds", "--output-dir", "made/schemas")).Exit);
        var result = await run.RunWithInputAsync(
            $"apiVersion: shop.example.com/v1\nkind: Widget\nmetadata: {{name: w, labels: {{a: b}}}}\nspec: {spec}\n",
            "kubeconform", "-schema-location", "made/schemas/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json");
        Assert.Equal(exit, result.Exit);
        Assert.Equal(exit == 1, result.OutputText.Contains("stdin - Widget w is invalid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_of_a_cluster_and_definitions_of_old_are_read_too()
    {
        using var run = new VerbRun();
        run.Variables["FILENAME_FORMAT"] = "{fullgroup}/{group}-{kind}-{version}";
        run.Variables["DENY_ROOT_ADDITIONAL_PROPERTIES"] = "true";
        var result = await run.RunWithInputAsync(
            """
            apiVersion: v1
            kind: List
            items:
            - {kind: ConfigMap}
            - apiVersion: apiextensions.k8s.io/v1beta1
              kind: CustomResourceDefinition
              metadata: {name: olds.a.example.com}
              spec:
                group: a.example.com
                names: {kind: Old}
                version: v1alpha1
                validation: {openAPIV3Schema: {properties: {spec: {format: int-or-string, nullable: true, type: string}}}}
            """,
            "crd-schema", "-");
        Assert.Equal((0, "JSON schema written to a.example.com/a-old-v1alpha1.json\n"), (result.Exit, result.OutputText));
        Assert.Equal(
            """{"additionalProperties":false,"properties":{"spec":{"nullable":true,"oneOf":[{"type":"string"},{"type":"integer"},"""
            + """{"type":"null"}]}}}""",
            JsonNode.Parse(run.Read("a.example.com/a-old-v1alpha1.json"))!.ToJsonString());
    }

    [Fact]
    public async Task Definitions_are_fetched_from_servers()
    {
        using var server = new HttpServer(request =>
            request.Target == "/crds.yaml" ? ServedAnswer.Found(Definition) : ServedAnswer.Status("404 Not Found"));
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync("crd-schema", server.Url + "/crds.yaml")).Exit);
        Assert.True(run.Has("widget_v1.json"));
        var missing = await run.RunAsync("crd-schema", server.Url + "/others.yaml");
        Assert.Equal(
            (1, $"secretskit: {server.Url}/others.yaml: the server answers 404 Not Found\n"), (missing.Exit, missing.ErrorText));
    }

    [Theory]
    [InlineData("kind: ConfigMap", 1, "there is no CustomResourceDefinition in x.yaml")]
    [InlineData("kind: CustomResourceDefinition\nmetadata: {name: abc}\nspec: {group: g}", 1,
        "x.yaml: the CustomResourceDefinition \"abc\" has no spec.names.kind")]
    [InlineData("kind: CustomResourceDefinition\nmetadata: {name: abc}\nspec: {group: g, names: {kind: K}, versions: [{name: v1}]}", 1,
        "x.yaml: the CustomResourceDefinition \"abc\" has no spec.versions[v1].schema")]
    [InlineData("a: [", 1, "x.yaml: yaml: line ")]
    [InlineData("kind: CustomResourceDefinition\nspec: {group: g, names: {kind: ../../K}, versions: [{name: v1, "
        + "schema: {openAPIV3Schema: {}}}]}", 64, "makes no name of a file for ../../K v1 of g")]
    public async Task What_is_no_definition_is_one_clear_error_and_nothing_is_written(string text, int exit, string message)
    {
        using var run = new VerbRun();
        run.Write("x.yaml", text + "\n");
        var result = await run.RunAsync("crd-schema", "x.yaml");
        Assert.Equal((exit, ""), (result.Exit, result.OutputText));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(["x.yaml"], Directory.GetFiles(run.Path).Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public async Task Two_kinds_never_share_a_file()
    {
        using var run = new VerbRun();
        run.Write("a.yaml", Definition);
        run.Write("b.yaml", Definition.Replace("shop.example.com", "other.example.com", StringComparison.Ordinal));
        var result = await run.RunAsync("crd-schema", "a.yaml", "b.yaml");
        Assert.Equal(64, result.Exit);
        Assert.Contains("would both be widget_v1.json\nhint: --filename-format '{fullgroup}/", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looks_for_the_script_finds_the_verb()
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("openapi2jsonschema", "crd.yaml");
        Assert.Contains("hint: 'secretskit crd-schema FILE' makes JSON schemas", result.ErrorText, StringComparison.Ordinal);
    }
}
