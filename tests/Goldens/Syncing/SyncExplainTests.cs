using System.Text.Json.Nodes;
using SecretsKit.Goldens.Verbs;
using static SecretsKit.Goldens.Syncing.SyncManifestText;

namespace SecretsKit.Goldens.Syncing;

/// <summary>Where each key of a Secret comes from, and all that would fail.</summary>
public sealed class SyncExplainTests
{
    private const string Mapping = """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: orders}
        spec:
          refreshInterval: 5m
          secretStoreRef: {name: here}
          target:
            template:
              mergePolicy: Merge
              metadata: {labels: {owner: "{{ .user }}"}}
              data:
                url: "postgres://{{ .user }}:{{ .password }}@db"
                bad: "{{ .nope }}"
          dataFrom:
          - extract: {key: orders/database}
            rewrite: [{regexp: {source: "^pass(.*)", target: "sec$1"}}]
          - find: {name: {regexp: "^tok"}}
          data:
          - {secretKey: password, remoteRef: {key: orders/database, property: password}}
          - {secretKey: plain, remoteRef: {key: token, decodingStrategy: Auto}}
          - {secretKey: lost, remoteRef: {key: gone}}

        """;

    [Fact]
    public async Task Every_key_has_its_row_and_every_failure_is_named()
    {
        using var run = Made(new(), Mapping);
        var result = await run.RunAsync("sync", "explain", "orders", "-f", "m");
        Assert.Equal(1, result.Exit);
        Assert.Equal(
            """
            ExternalSecret default/orders (m/mappings.yaml)
              makes Secret default/orders, every 5m0s: password, plain, secword, token, url, user
              values:
                - secword  <-  spec.dataFrom[0].extract, SecretStore/here (fake), orders/database, property password, renamed from password
                - user  <-  spec.dataFrom[0].extract, SecretStore/here (fake), orders/database, property user
                - token  <-  spec.dataFrom[1].find, SecretStore/here (fake), token
                - password  <-  spec.data[0], SecretStore/here (fake), orders/database, property password
                - plain  <-  spec.data[1], SecretStore/here (fake), token, decoded Auto
                x lost  <-  spec.data[2], SecretStore/here (fake), gone
                    the store has no such secret
              templates:
                x bad  <-  spec.target.template.data
                    template: bad:1:3: executing "bad" at <.nope>: map has no entry for key "nope"
                    hint: rows that give no value may be why
                - url  <-  spec.target.template.data, uses user password
                - owner  <-  spec.target.template.metadata.labels, uses user


            """,
            result.OutputText);
    }

    [Theory]
    [InlineData("target: {template: {data: {'a key': x}}}", "Secret \"second\" is invalid: data[a key]: no server takes this key")]
    [InlineData(
        "target: {template: {data: {x: '{{ repeat 1048577 \"x\" }}'}}}",
        "Secret \"second\" is invalid: data: Too long: must have at most 1048576 bytes")]
    [InlineData("target: {name: orders-db}", "unable to mutate secret orders-db: secret is owned by another ExternalSecret: orders")]
    public async Task A_Secret_that_is_refused_as_a_whole_is_said_and_so_is_a_sync_of_it(string target, string message)
    {
        var second = Orders.Replace("name: orders}", "name: second}", StringComparison.Ordinal)
            .Replace("target: {name: orders-db}", target, StringComparison.Ordinal);
        using var run = Made(new(), Orders, second);
        Assert.Equal(0, (await run.RunAsync("sync", "explain", "orders", "-f", "m")).Exit);
        var result = await run.RunAsync("sync", "explain", "second", "-f", "m");
        Assert.Equal(1, result.Exit);
        Assert.Contains($"\n  x {message}\n    hint: ", result.OutputText, StringComparison.Ordinal);
        var json = JsonNode.Parse((await run.RunAsync("sync", "explain", "second", "-f", "m", "-o", "json")).OutputText)!;
        Assert.Equal((message, true), ((string?)json["problem"], (bool)json["fails"]!));
        var dry = await run.RunAsync("sync", "-f", "m", "--dry-run");
        Assert.Equal(1, dry.Exit);
        Assert.Contains($"default/second: {message}\n", dry.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_get_one_object_for_each_mapping()
    {
        using var run = Made(new(), Mapping, Orders.Replace("name: orders}", "name: second}", StringComparison.Ordinal));
        var result = await run.RunAsync("sync", "explain", "-f", "m", "-o", "json");
        var lines = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        var (first, second) = (JsonNode.Parse(lines[0])!, JsonNode.Parse(lines[1])!);
        Assert.True((bool)first["fails"]!);
        Assert.False((bool)second["fails"]!);
        Assert.Equal("spec.data[0]", (string?)second["values"]![0]!["row"]);
        Assert.Equal("SecretStore/here", (string?)second["values"]![0]!["store"]);
        Assert.Equal("fake", (string?)second["values"]![0]!["provider"]);
        Assert.Equal("orders/database", (string?)second["values"]![0]!["remote"]);
        Assert.Equal("user", (string?)second["values"]![0]!["property"]);
        Assert.DoesNotContain(VerbRun.Canary, string.Concat(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: pw}}}]", "generator Password, pw", 0)]
    [InlineData("dataFrom: [{sourceRef: {generatorRef: {kind: VaultDynamicSecret, name: dyn}}}]", "is not asked here", 0)]
    [InlineData("dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: none}}}]", "\"none\" not found", 1)]
    [InlineData("data: [{secretKey: a, remoteRef: {key: token}, sourceRef: {storeRef: {name: none}}}]", "SecretStore/none", 1)]
    [InlineData("data: [{secretKey: a, remoteRef: {key: token, decodingStrategy: Base64}}]", "illegal base64", 1)]
    [InlineData("dataFrom: [{find: {name: {regexp: nothing}}}]", "note: spec.dataFrom[0].find: nothing is found", 0)]
    [InlineData("dataFrom: [{extract: {key: odd}}]", "renamed from a b", 0)]
    [InlineData("dataFrom: [{extract: {key: odd}, rewrite: [{transform: {template: '{{ .value }}'}}]}]", "invalid character", 1)]
    [InlineData("target: {template: {type: bootstrap.kubernetes.io/token}}", "is not allowed", 1)]
    public async Task Each_kind_of_source_is_named(string spec, string words, int exit)
    {
        using var run = new VerbRun();
        run.Write("m/store.yaml", Store + "      - {key: odd, value: '{\"a b\":\"1\"}'}\n---\n" + """
            apiVersion: generators.external-secrets.io/v1alpha1
            kind: Password
            metadata: {name: pw}
            spec: {length: 20, noUpper: false, allowRepeat: true}
            ---
            apiVersion: generators.external-secrets.io/v1alpha1
            kind: VaultDynamicSecret
            metadata: {name: dyn}
            spec: {path: database/creds/x, provider: {server: "http://127.0.0.1:1"}}
            """);
        run.Write("m/es.yaml", $"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {"{name: es}"}
            spec:
              secretStoreRef: {"{name: here}"}
              {spec}
            """);
        var result = await run.RunAsync("sync", "explain", "-f", "m");
        Assert.Equal(exit, result.Exit);
        Assert.Contains(words, result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40"), InlineData("80")]
    public async Task Fits_the_terminal(string columns)
    {
        using var run = Made(new() { OnTerminal = true }, Mapping);
        run.Variables["COLUMNS"] = columns;
        run.Variables["NO_COLOR"] = "1";
        var output = (await run.RunAsync("sync", "explain", "-f", "m")).OutputText;
        var widest = output.Split('\n').Max(line => line.Length);

        // A single word, such as the field of a label, may be longer than a narrow terminal.
        Assert.InRange(widest, 20, columns == "80" ? 80 : 52);
    }
}
