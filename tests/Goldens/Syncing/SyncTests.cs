using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Verbs;
using static SecretsKit.Goldens.Syncing.SyncManifestText;

namespace SecretsKit.Goldens.Syncing;

/// <summary>Secrets of ExternalSecret manifests without an agent: where they go, and what happens to mappings that fail.</summary>
public sealed class SyncTests
{
    [Fact]
    public async Task A_pipe_gets_the_Secret_that_an_agent_would_write()
    {
        using var run = Made(new(), Orders);
        var result = await run.RunAsync("sync", "-f", "m");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Equal(
            $"""
            ---
            apiVersion: v1
            data:
              password: {Base64}
              user: b3JkZXJz
            kind: Secret
            metadata:
              annotations:
                reconcile.external-secrets.io/data-hash: {HashOf(result.OutputText)}
              labels:
                reconcile.external-secrets.io/created-by: {OwnerOf(result.OutputText)}
                reconcile.external-secrets.io/managed: "true"
              name: orders-db
              namespace: default

            """,
            result.OutputText);
    }

    [Fact]
    public async Task A_terminal_shows_no_value_unless_that_is_asked_for()
    {
        using var run = Made(new() { OnTerminal = true }, Orders);
        var masked = await run.RunAsync("sync", "-f", "m");
        Assert.Equal(0, masked.Exit);
        Assert.Contains("password: '***'", masked.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64, masked.OutputText, StringComparison.Ordinal);
        Assert.Contains("--show", masked.ErrorText, StringComparison.Ordinal);
        Assert.Contains(Base64, (await run.RunAsync("sync", "-f", "m", "--show")).OutputText, StringComparison.Ordinal);
        var dotenv = await run.RunAsync("sync", "-f", "m", "-o", "dotenv");
        Assert.Equal((64, ""), (dotenv.Exit, dotenv.OutputText));
    }

    [Fact]
    public async Task A_mapping_that_fails_is_named_and_the_others_are_synced()
    {
        using var run = Made(new(), Lost, Orders);
        var result = await run.RunAsync("sync", "-f", "m", "-o", "json");
        Assert.Equal(1, result.Exit);
        Assert.Equal("orders-db", (string?)JsonNode.Parse(result.OutputText)!["metadata"]!["name"]);
        Assert.Equal(
            "secretskit: m/mappings.yaml: default/lost: error processing spec.data[0] (key: gone), err: Secret does not exist\n"
            + "1 of 2 mappings are synced, 1 failed\n",
            result.ErrorText);
        Assert.Equal(0, (await run.RunAsync("sync", "-f", "m", "orders")).Exit);
        Assert.Equal(0, (await run.RunAsync("sync", "-f", "m", "default/orders")).Exit);
    }

    [Fact]
    public async Task A_folder_gets_a_file_of_the_owner_alone_that_is_written_once()
    {
        using var run = Made(new(), Orders);
        var first = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.Equal((0, "", "out/orders-db.yaml: created, 2 keys\n"), (first.Exit, first.OutputText, first.ErrorText));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.File("out/orders-db.yaml")));
        var text = run.Read("out/orders-db.yaml");
        var time = File.GetLastWriteTimeUtc(run.File("out/orders-db.yaml"));
        Assert.Contains(Base64, text, StringComparison.Ordinal);
        var second = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.Equal("out/orders-db.yaml: unchanged, 2 keys\n", second.ErrorText);
        Assert.Equal(time, File.GetLastWriteTimeUtc(run.File("out/orders-db.yaml")));
        Assert.Equal(["orders-db.yaml"], Directory.EnumerateFileSystemEntries(run.File("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Nothing_is_lost_where_a_store_fails()
    {
        using var run = Made(new(), Orders);
        await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        await run.RunAsync("sync", "-f", "m", "-o", "dotenv", "--to", "all.env");
        var (file, dotenv) = (run.Read("out/orders-db.yaml"), run.Read("all.env"));
        Assert.Equal($"password={VerbRun.Canary}\nuser=orders\n", dotenv);
        run.Write("m/store.yaml", Store.Replace("orders/database", "orders/moved", StringComparison.Ordinal));
        Assert.Equal(1, (await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out")).Exit);
        Assert.Equal(1, (await run.RunAsync("sync", "-f", "m", "-o", "dotenv", "--to", "all.env")).Exit);
        Assert.Equal((file, dotenv), (run.Read("out/orders-db.yaml"), run.Read("all.env")));
    }

    [Fact]
    public async Task A_Secret_goes_where_the_mapping_wants_that_and_the_store_has_nothing_left()
    {
        using var run = Made(new(), Targeting("{name: orders-db, deletionPolicy: Delete}"));
        await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.True(run.Has("out/orders-db.yaml"));
        run.Write("m/store.yaml", Store.Replace("orders/database", "orders/moved", StringComparison.Ordinal));
        var result = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.Equal(0, result.Exit);
        Assert.Contains("out/orders-db.yaml: deleted\n", result.ErrorText, StringComparison.Ordinal);
        Assert.False(run.Has("out/orders-db.yaml"));
    }

    [Fact]
    public async Task Files_are_encrypted_as_the_rules_say()
    {
        using var run = Made(new VerbRun().WithKey(), Orders);
        run.Write(".sops.yaml", run.Read(".sops.yaml") + "    encrypted_regex: ^(data|stringData)$\n");
        Assert.Equal(0, (await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--encrypt")).Exit);
        var text = run.Read("out/orders-db.yaml");
        Assert.DoesNotContain(Base64, text, StringComparison.Ordinal);
        Assert.Contains("name: orders-db", text, StringComparison.Ordinal);
        var again = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--encrypt");
        Assert.Equal("out/orders-db.yaml: unchanged, 2 keys\n", again.ErrorText);
        Assert.Equal(text, run.Read("out/orders-db.yaml"));
        var plain = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.Equal(1, plain.Exit);
        Assert.Contains("--encrypt", plain.ErrorText, StringComparison.Ordinal);
        Assert.Equal(text, run.Read("out/orders-db.yaml"));

        Assert.Equal(0, (await run.RunAsync("sync", "-f", "out", "-f", "m", "-o", "dotenv", "--to", "x.env")).Exit);
        run.Variables.Remove("SOPS_AGE_KEY");
        var closed = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--encrypt");
        Assert.Contains("out/orders-db.yaml is there already, and none of the keys", closed.ErrorText, StringComparison.Ordinal);
        run.Write(".sops.yaml", run.Read(".sops.yaml").Replace("^(data|stringData)$", "^nothing$", StringComparison.Ordinal));
        var refused = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "other", "--encrypt");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("encrypts none of its values", refused.ErrorText, StringComparison.Ordinal);
        Assert.False(run.Has("other/orders-db.yaml"));
    }

    [Fact]
    public async Task Files_without_a_rule_get_a_next_step_that_this_command_has()
    {
        using var run = Made(new(), Orders);
        var result = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--encrypt");
        Assert.Equal(1, result.Exit);
        Assert.Contains("no recipients are known", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("'secretskit init' a .sops.yaml", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("--age", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\n---\nb: 1\nc: d: e\n", 4)]
    [InlineData("---\na: 1\n---\n\n\nc: d: e\n", 6)]
    public async Task A_manifest_that_is_no_YAML_is_named_with_its_line(string text, int line)
    {
        using var run = Made(new(), Orders);
        run.Write("m/broken.yaml", text);
        var result = await run.RunAsync("sync", "-f", "m");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"secretskit: m/broken.yaml:{line}: "), result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_shows_no_value()
    {
        using var run = Made(new(), Orders);
        var result = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--dry-run", "--detailed-exitcode");
        Assert.Equal(2, result.Exit);
        const string expected = "create out/orders-db.yaml\n  + data.password  ***\n  + data.user  ***\n";
        Assert.StartsWith(expected, result.OutputText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.File("out")));
        await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        var same = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--dry-run", "--detailed-exitcode");
        Assert.Equal((0, "unchanged out/orders-db.yaml\n"), (same.Exit, same.OutputText));
        run.Write("m/store.yaml", Store.Replace("\"user\":\"orders\"", "\"user\":\"other\"", StringComparison.Ordinal));
        var changed = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out", "--dry-run", "--report", "json");
        var report = JsonNode.Parse(changed.OutputText)!;
        Assert.Equal("update", (string?)report["action"]);
        Assert.Equal("data.user", (string?)report["changes"]![0]!["field"]);
        Assert.DoesNotContain(VerbRun.Canary, changed.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Secret_of_others_keeps_its_keys_where_the_policy_merges()
    {
        using var run = Made(new(), Targeting("{name: orders-db, creationPolicy: Merge}"));
        var absent = await run.RunAsync("sync", "-f", "m");
        Assert.Equal((0, ""), (absent.Exit, absent.OutputText));
        Assert.Contains("will not be created due to CreationPolicy=Merge", absent.ErrorText, StringComparison.Ordinal);
        run.Write("m/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: orders-db}\ndata: {theirs: eA==}\n");
        var merged = await run.RunAsync("sync", "-f", "m", "-o", "json");
        var data = JsonNode.Parse(merged.OutputText)!["data"]!.AsObject();
        Assert.Equal(["password", "theirs", "user"], data.Select(entry => entry.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_SOPS_file_is_found_beside_the_manifest_of_its_store()
    {
        using var run = new VerbRun().WithKey();
        run.Write("m/values.yaml", $"database:\n  password: {VerbRun.Canary}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "m/values.yaml")).Exit);
        run.Write("m/store.yaml", """
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: here}
            spec: {provider: {sopsFile: {path: values.yaml}}}
            """);
        run.Write("m/es.yaml", """
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: orders}
            spec:
              secretStoreRef: {name: here}
              dataFrom: [{extract: {key: database}}]
            """);
        var result = await run.RunAsync("sync", "-f", "m", "-o", "dotenv");
        Assert.Equal((0, $"password={VerbRun.Canary}\n", ""), (result.Exit, result.OutputText, result.ErrorText));
        run.Variables.Remove("SOPS_AGE_KEY");
        var without = await run.RunAsync("sync", "-f", "m/store.yaml", "-f", "m/es.yaml");
        Assert.Equal((1, ""), (without.Exit, without.OutputText));
        Assert.Contains("m/es.yaml: default/orders: ", without.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_come_from_standard_input_too_and_other_kinds_are_named()
    {
        using var run = new VerbRun();
        var result = await run.RunWithInputAsync(
            $"{Store}---\n{Orders}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: x}}\n", "sync", "-f", "-", "-o", "dotenv");
        Assert.Equal((0, $"password={VerbRun.Canary}\nuser=orders\n"), (result.Exit, result.OutputText));
        Assert.Equal("note: not synced here: 1 Deployment\n", result.ErrorText);
    }

    [Fact]
    public async Task PushSecrets_are_said_not_to_be_carried_out()
    {
        using var run = new VerbRun();
        var result = await run.RunWithInputAsync(
            $"{Store}---\n{Orders}---\napiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata: {{name: x}}\n",
            "sync", "-f", "-", "-o", "dotenv");
        Assert.Equal(0, result.Exit);
        Assert.Equal("note: 1 PushSecret(s) are not carried out: nothing is written to a store here\n", result.ErrorText);
    }

    [Fact]
    public async Task A_template_that_fails_shows_no_value()
    {
        using var run = Made(new(), Orders.Replace(
            "{name: orders-db}", "{name: orders-db, template: {data: {x: '{{ fail .password }}'}}}", StringComparison.Ordinal));
        foreach (var words in new[] { ["sync"], new[] { "sync", "explain" } })
        {
            var result = await run.RunAsync([.. words, "-f", "m"]);
            Assert.Equal(1, result.Exit);
            Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
            Assert.Contains("[REDACTED]", result.OutputText + result.ErrorText, StringComparison.Ordinal);
        }

        var json = await run.RunAsync("sync", "explain", "-f", "m", "-o", "json");
        Assert.DoesNotContain(VerbRun.Canary, json.OutputText, StringComparison.Ordinal);
        var report = await run.RunAsync("sync", "-f", "m", "--dry-run", "--report", "json");
        Assert.DoesNotContain(VerbRun.Canary, report.OutputText, StringComparison.Ordinal);
        Assert.Equal("failed", (string?)JsonNode.Parse(report.OutputText)!["action"]);
    }

    [Theory]
    [InlineData("provider: {aws: {service: SecretsManager, region: eu-central-1}}")]
    [InlineData("provider: {gcpsm: {projectID: p}}")]
    [InlineData("provider: {azurekv: {authType: ManagedIdentity, vaultUrl: 'https://x.vault.azure.net'}}")]
    public async Task Credentials_of_this_machine_are_used_only_where_that_is_allowed(string provider)
    {
        using var run = Made(new(), Orders);
        const string head = "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: here}\n";
        run.Write("m/store.yaml", $"{head}spec: {{{provider}}}\n");
        run.Variables["AWS_ACCESS_KEY_ID"] = run.Variables["AWS_SECRET_ACCESS_KEY"] = "canary";
        var result = await run.RunAsync("sync", "-f", "m");
        Assert.Equal(1, result.Exit);
        Assert.Contains("names no credentials", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("--machine-credentials", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/x")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task Webhooks_reach_this_machine_and_the_credentials_of_a_cloud_only_where_that_is_allowed(string url)
    {
        using var run = Made(new(), Orders);
        run.Write("m/store.yaml", $$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: here}
            spec: {provider: {webhook: {url: "{{url}}", result: {jsonPath: "$"} } } }
            """);
        var result = await run.RunAsync("sync", "-f", "m");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains("which may not be asked here", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("..")]
    [InlineData("A")]
    public async Task A_name_of_a_manifest_leads_out_of_no_folder(string name)
    {
        using var run = Made(new(), Targeting($"{{name: '{name}'}}"));
        var result = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "a/b/out");
        Assert.Equal(1, result.Exit);
        Assert.Contains("is no name of a Secret", result.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.File("a")));
    }

    [Fact]
    public async Task A_file_of_others_is_not_written_over()
    {
        using var run = Made(new(), Orders);
        run.Write("out/orders-db.yaml", "a: 1\n");
        var other = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.Equal((1, "a: 1\n"), (other.Exit, run.Read("out/orders-db.yaml")));
        run.Write("out/orders-db.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: orders-db}\n");
        File.SetUnixFileMode(run.File("out/orders-db.yaml"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var readable = await run.RunAsync("sync", "-f", "m", "-o", "folder", "--to", "out");
        Assert.Equal(1, readable.Exit);
        Assert.Contains("chmod 600", readable.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64, run.Read("out/orders-db.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no manifests are named", "sync")]
    [InlineData("--to FOLDER", "sync", "-f", "m", "-o", "folder")]
    [InlineData("--to is for", "sync", "-f", "m", "--to", "x")]
    [InlineData("--watch needs a place", "sync", "-f", "m", "--watch")]
    [InlineData("--watch cannot read standard input", "sync", "-f", "-", "--watch", "-o", "folder", "--to", "out")]
    [InlineData("--encrypt is for files", "sync", "-f", "m", "--encrypt")]
    [InlineData("--report json would be", "sync", "-f", "m", "--report", "json")]
    [InlineData("--output takes", "sync", "-f", "m", "-o", "files")]
    public async Task Wrong_command_lines_say_what_is_wrong(string problem, params string[] words)
    {
        using var run = Made(new(), Orders);
        var result = await run.RunAsync(words);
        Assert.Equal((64, ""), (result.Exit, result.OutputText));
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("did you mean orders?", "sync", "-f", "m", "order")]
    [InlineData("did you mean 'secretskit sync explain'?", "sync", "explian", "-f", "m")]
    [InlineData("there is no ExternalSecret in m/store.yaml", "sync", "-f", "m/store.yaml")]
    [InlineData("lost.yaml: there is no such file", "sync", "-f", "lost.yaml")]
    public async Task What_is_not_there_is_named(string problem, params string[] words)
    {
        using var run = Made(new(), Orders);
        var result = await run.RunAsync(words);
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_mappings_of_one_name_are_refused()
    {
        using var run = Made(new(), Orders);
        run.Write("m/z.yaml", Orders);
        var result = await run.RunAsync("sync", "-f", "m");
        Assert.Equal(1, result.Exit);
        Assert.Contains("default/orders is there twice: in m/mappings.yaml and m/z.yaml", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_no_variable_fails_its_mapping_alone()
    {
        using var run = Made(new(), Orders, Orders.Replace("name: orders}", "name: dashed}", StringComparison.Ordinal)
            .Replace("secretKey: user", "secretKey: the-user", StringComparison.Ordinal)
            .Replace("orders-db", "other", StringComparison.Ordinal));
        var result = await run.RunAsync("sync", "-f", "m", "-o", "dotenv");
        Assert.Equal((1, $"password={VerbRun.Canary}\nuser=orders\n"), (result.Exit, result.OutputText));
        Assert.Contains("the key the-user cannot be a variable", result.ErrorText, StringComparison.Ordinal);
    }

    private static string HashOf(string text) => Field(text, "data-hash: ");

    private static string OwnerOf(string text) => Field(text, "created-by: ");

    private static string Field(string text, string name) =>
        text[(text.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split('\n')[0];

    private static string Targeting(string target) => Orders.Replace("{name: orders-db}", target, StringComparison.Ordinal);
}
