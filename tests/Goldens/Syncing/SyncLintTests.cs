using System.Text.Json.Nodes;
using SecretsKit.Goldens.Verbs;
using static SecretsKit.Goldens.Syncing.SyncManifestText;

namespace SecretsKit.Goldens.Syncing;

/// <summary>What agents report only in the cluster, found before: each rule with what sets it off, and where.</summary>
public sealed class SyncLintTests
{
    private const string Head = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: es}\nspec:\n";
    private const string Ref = "  secretStoreRef: {name: here}\n";
    private const string Data = "  data:\n  - secretKey: a\n    remoteRef: {key: token}\n";

    [Fact]
    public async Task Manifests_that_are_right_have_no_findings()
    {
        using var run = Made(new(), Orders);
        var result = await run.RunAsync("sync", "lint", "-f", "m");
        Assert.Equal((0, ""), (result.Exit, result.OutputText));
        Assert.Equal("checked 2 files, 0 encrypted: 0 errors, 0 warnings, 0 notes\n", result.ErrorText);
    }

    [Theory]
    [InlineData("unknown-field", 6, "is secretKey meant?", Head + Ref + "  data: [{secretkey: a, remoteRef: {key: token}}]\n")]
    [InlineData("missing-field", 6, "spec.data[0].secretKey is missing", Head + Ref + "  data: [{remoteRef: {key: token}}]\n")]
    [InlineData(
        "invalid-value", 6, "is Base64 meant?",
        Head + Ref + "  data: [{secretKey: a, remoteRef: {key: token, decodingStrategy: base64}}]\n")]
    [InlineData("invalid-value", 6, "expected a list", Head + Ref + "  data: {}\n")]
    [InlineData(
        "invalid-value", 1, "has no version v2",
        "apiVersion: external-secrets.io/v2\nkind: ExternalSecret\nmetadata: {name: es}\n")]
    [InlineData(
        "invalid-value", 2, "has no kind ExternalSecrett",
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecrett\nmetadata: {name: es}\n")]
    [InlineData("invalid-key", 6, "no Secret takes this key", Head + Ref + "  data: [{secretKey: 'a b', remoteRef: {key: token}}]\n")]
    [InlineData(
        "invalid-key", 12, "no Secret takes the key",
        Head + Ref + Data + "  target:\n    template:\n      data:\n        'a b': x\n")]
    [InlineData("invalid-duration", 6, "spec.refreshInterval is no duration", Head + Ref + "  refreshInterval: 1 hour\n" + Data)]
    [InlineData("refused-mapping", 4, "neither data nor dataFrom", Head + Ref)]
    [InlineData(
        "refused-mapping", 9, "Delete cannot be with creationPolicy Merge",
        Head + Ref + Data + "  target: {creationPolicy: Merge, deletionPolicy: Delete}\n")]
    [InlineData("refused-mapping", 9, "the key a is there twice", Head + Ref + Data + "  - {secretKey: a, remoteRef: {key: token}}\n")]
    [InlineData("refused-mapping", 6, "exclude each other", Head + Ref + "  dataFrom: [{extract: {key: a}, find: {name: {regexp: a}}}]\n")]
    [InlineData(
        "refused-mapping", 9, "is not allowed",
        Head + Ref + Data + "  target: {template: {type: bootstrap.kubernetes.io/token}}\n")]
    [InlineData("no-store", 6, "has no store", Head + Data)]
    [InlineData(
        "unknown-store", 5, "have no SecretStore other in the namespace default",
        Head + "  secretStoreRef: {name: other}\n" + Data)]
    [InlineData(
        "unknown-store", 9, "have no ClusterSecretStore here",
        Head + Ref + Data + "    sourceRef: {storeRef: {name: here, kind: ClusterSecretStore}}\n")]
    [InlineData(
        "unknown-generator", 5, "have no Password pw",
        Head + "  dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: pw}}}]\n")]
    [InlineData(
        "unsupported-provider", 5, "generators of the kind QuantumToken",
        Head + "  dataFrom: [{sourceRef: {generatorRef: {kind: QuantumToken, name: pw}}}]\n")]
    [InlineData(
        "unknown-template", 9, "have no ConfigMap texts",
        Head + Ref + Data + "  target: {template: {templateFrom: [{configMap: {name: texts, items: [{key: a}]}}]}}\n")]
    [InlineData(
        "template-syntax", 14, "function \"nofunc\" not defined",
        Head + Ref + Data + "  target:\n    template:\n      data:\n        x: |\n          {{ .a }}\n          {{ nofunc .a }}\n")]
    [InlineData(
        "template-value", 12, "uses .b, which no row of data gives",
        Head + Ref + Data + "  target:\n    template:\n      data:\n        x: '{{ .b }}'\n")]
    [InlineData(
        "template-value", 12, "uses .b, which no row of data gives",
        Head + Ref + Data + "  target:\n    template:\n      data:\n        x: '{{ .a }} {{ .b.name }}'\n")]
    [InlineData("immutable-refresh", 9, "are read every 1h0m0s", Head + Ref + Data + "  target: {immutable: true}\n")]
    [InlineData(
        "deprecated-version", 1, "does not serve it any more",
        "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: {name: es}\nspec:\n" + Ref + Data)]
    public async Task A_mapping_that_is_wrong(string rule, int line, string message, string mapping)
    {
        using var run = new VerbRun();
        run.Write("store.yaml", Store);
        run.Write("es.yaml", mapping);
        var found = await FindAsync(run, "-f", "store.yaml", "-f", "es.yaml");
        var one = Assert.Single(found, item => (string?)item!["rule"] == rule && (int?)item["line"] == line);
        Assert.Contains(message, (string?)one!["message"], StringComparison.Ordinal);
        Assert.Equal("es.yaml", (string?)one["path"]);
        Assert.NotEmpty((string?)one["nextStep"] ?? "");
    }

    [Theory]
    [InlineData(
        "unsupported-provider", "the provider doppler is not served",
        "provider: {doppler: {auth: {secretRef: {dopplerToken: {name: a}}}}}")]
    [InlineData(
        "invalid-store", "",
        "provider: {vault: {server: 'https://v', auth: {appRole: {path: approle, secretRef: {name: a, key: b}}}}}")]
    [InlineData("invalid-value", "found several", "provider: {fake: {data: []}, vault: {server: 'https://v'}}")]
    [InlineData("missing-field", "spec.provider is missing", "{}")]
    [InlineData("invalid-duration", "is no duration", "{provider: {fake: {data: []}}, refreshInterval: soon}")]
    public async Task A_store_that_is_wrong(string rule, string message, string spec)
    {
        using var run = new VerbRun();
        var whole = spec[0] == '{' ? spec : $"{{{spec}}}";
        run.Write("s.yaml", $"apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {{name: s}}\nspec: {whole}\n");
        var found = await FindAsync(run, "-f", "s.yaml");
        Assert.Contains(
            found,
            item => (string?)item!["rule"] == rule && ((string?)item["message"])!.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Conditions_of_a_store_exclude_namespaces()
    {
        using var run = new VerbRun();
        run.Write("store.yaml", Store.Replace("SecretStore", "ClusterSecretStore", StringComparison.Ordinal)
            .Replace("spec:\n", "spec:\n  conditions: [{namespaces: [team]}]\n", StringComparison.Ordinal));
        run.Write("es.yaml", (Head + Ref + Data).Replace("name: here", "name: here, kind: ClusterSecretStore", StringComparison.Ordinal));
        Assert.Equal(["store-not-allowed"], Rules(await FindAsync(run, "-f", ".")));
        Assert.Empty(await FindAsync(run, "-f", ".", "-n", "team"));

        // The labels of a namespace that is not among the manifests are not known.
        run.Write("store.yaml", run.Read("store.yaml").Replace(
            "{namespaces: [team]}", "{namespaceSelector: {matchLabels: {a: b}}}", StringComparison.Ordinal));
        Assert.Empty(await FindAsync(run, "-f", "."));
        run.Write("ns.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n");
        Assert.Equal(["store-not-allowed"], Rules(await FindAsync(run, "-f", ".")));
    }

    [Fact]
    public async Task Mappings_that_write_one_Secret_are_found()
    {
        using var run = new VerbRun();
        run.Write("store.yaml", Store);
        var second = (Head + Ref + Data).Replace("name: es", "name: second", StringComparison.Ordinal) + "  target: {name: es}\n";
        run.Write("es.yaml", Head + Ref + Data + "---\n" + second);
        Assert.Equal(["shared-target"], Rules(await FindAsync(run, "-f", ".")));
        const string merge = "  target: {name: es, creationPolicy: Merge}\n";
        var merging = second.Replace("{name: es}", "{name: es, creationPolicy: Merge}", StringComparison.Ordinal);
        run.Write("es.yaml", Head + Ref + Data + merge + "---\n" + merging);
        Assert.Equal(["shared-target"], Rules(await FindAsync(run, "-f", ".")));
        run.Write("es.yaml", run.Read("es.yaml").Replace("name: second}\nspec:\n" + Ref + Data, "name: second}\nspec:\n" + Ref
            + Data.Replace("secretKey: a", "secretKey: b", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Empty(await FindAsync(run, "-f", "."));
        run.Write("twice.yaml", Store);
        Assert.Equal(["duplicate-object"], Rules(await FindAsync(run, "-f", ".")));
    }

    [Fact]
    public async Task Intervals_that_a_store_throttles_are_found()
    {
        using var run = new VerbRun();
        run.Write("store.yaml", """
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: here}
            spec:
              provider:
                aws:
                  service: ParameterStore
                  region: eu-central-1
                  auth: {secretRef: {accessKeyIDSecretRef: {name: a, key: b}, secretAccessKeySecretRef: {name: a, key: c}}}
            """);
        var rows = string.Concat(Enumerable.Range(0, 50).Select(at => $"  - {{secretKey: k{at}, remoteRef: {{key: p{at}}}}}\n"));
        run.Write("es.yaml", $"{Head}{Ref}  refreshInterval: 2s\n  data:\n{rows}");
        var found = await FindAsync(run, "-f", ".");
        Assert.Equal(["throttled-interval"], Rules(found));
        Assert.Contains("25 times a second, and it takes about 40", (string?)found[0]!["message"], StringComparison.Ordinal);
        run.Write("es.yaml", run.Read("es.yaml").Replace("2s", "1m", StringComparison.Ordinal));
        Assert.Empty(await FindAsync(run, "-f", "."));
    }

    [Fact]
    public async Task Findings_have_a_place_and_a_next_step()
    {
        using var run = new VerbRun();
        run.Write("m/es.yaml", Head + "  secretStoreRef: {name: other}\n" + Data);
        var result = await run.RunAsync("sync", "lint", "-f", "m");
        Assert.Equal(2, result.Exit);
        Assert.StartsWith(
            "m/es.yaml:5:3: error: ExternalSecret es: the manifests have no SecretStore other in the namespace default [unknown-store]\n"
            + "    hint: ",
            result.OutputText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("sync", "lint", "-f", "m", "--skip", "unknown-store")).Exit);
        Assert.Equal(0, (await run.RunAsync("sync", "lint", "-f", "m", "--fail-on", "never")).Exit);
        var sarif = JsonNode.Parse((await run.RunAsync("sync", "lint", "-f", "m", "-o", "sarif")).OutputText)!["runs"]![0]!;
        var one = sarif["results"]![0]!;
        Assert.Equal("unknown-store", (string?)sarif["tool"]!["driver"]!["rules"]![(int)one["ruleIndex"]!]!["id"]);
        Assert.Equal(5, (int?)one["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]);
        var wrong = await run.RunAsync("sync", "lint", "-f", "m", "--skip", "nonsense");
        Assert.Equal(64, wrong.Exit);
        var list = await run.RunAsync("sync", "lint", "--list-rules");
        Assert.Equal(21, list.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Encrypted_files_need_no_key_and_later_documents_have_their_lines()
    {
        using var run = new VerbRun().WithKey(rule: "    encrypted_regex: ^(data|stringData)$\n");
        run.Write("secret.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{a: {VerbRun.Canary}}}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secret.yaml")).Exit);
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("all.yaml", Store + "---\n" + Head + Ref + "  data: [{secretKey: 'a b', remoteRef: {key: token}}]\n");
        var found = await FindAsync(run, "-f", ".");
        Assert.Equal(["invalid-key"], Rules(found));
        Assert.Equal(Store.Count(letter => letter == '\n') + 7, (int?)found[0]!["line"]);
        var broken = await run.RunWithInputAsync("a: [", "sync", "lint", "-f", "-");
        Assert.Equal((1, ""), (broken.Exit, broken.OutputText));
    }

    private static async Task<JsonArray> FindAsync(VerbRun run, params string[] words)
    {
        var result = await run.RunAsync(["sync", "lint", .. words, "-o", "json"]);
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
        var found = JsonNode.Parse(result.OutputText)!["findings"]!.AsArray();
        Assert.Equal(found.Any(item => (string?)item!["level"] != "note") ? 2 : 0, result.Exit);
        return found;
    }

    private static string[] Rules(JsonArray found) => [.. found.Select(item => (string?)item!["rule"] ?? "")];
}
