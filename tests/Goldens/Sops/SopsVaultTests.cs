using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;
using SecretsKit.Testing.Vault;

namespace SecretsKit.Goldens.Sops;

/// <summary>What sops did with a Vault: the same command lines end the same and send the same requests.</summary>
public sealed class SopsVaultTests(GoldenKeys keys)
{
    private const string AgeKey = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    private const string Token = "root-token-for-tests";
    private const string Plain = "db:\n    password: geheim\n    port: 5432\nhosts:\n    - a.example.com\n    - b.example.com\n";

    private static readonly string Data = SopsRows.Folder("vault");

    [Fact]
    public async Task Transcripts_of_transit_and_publishing_end_the_same()
    {
        string[] groups = ["sops-transit", "sops-publish-vault"];
        using var vault = new RecordedTransit(
            groups.SelectMany(group => RecordedExchange.Load(Path.Combine(Data, "exchanges", group + ".jsonl"))));
        using var folder = new CaseFolder();
        await File.WriteAllTextAsync(folder.File("plain.yaml"), Plain);
        await File.WriteAllTextAsync(folder.File("words.yaml"), "user: shop\npassword: geheim\n");
        await File.WriteAllTextAsync(folder.File("age.txt"), AgeKey + "\n");
        await File.WriteAllTextAsync(folder.File(".vault-token"), Token + "\n");
        await File.WriteAllTextAsync(folder.File(".sops.yaml"), $"""
            creation_rules:
              - path_regex: both
                hc_vault_transit_uri: {vault.Url}/v1/transit/keys/sops2
                age: age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj
              - age: age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj
            destination_rules:
              - path_regex: vault
                vault_path: old
                vault_address: {vault.Url}
                vault_kv_mount_name: kv1s
                vault_kv_version: 1
              - path_regex: both
                vault_path: pub/
                vault_address: {vault.Url}

            """);
        foreach (var row in groups.SelectMany(group => File.ReadLines(Path.Combine(Data, "runs", group + ".runs.jsonl"))).Select(Row))
        {
            var name = (string)row["case"]!;
            var result = await new SopsRun(keys, folder.Path).RunAsync(
                [.. row["args"]!.AsArray().Select(word => ((string)word!).Replace("{{proxy}}", vault.Url, StringComparison.Ordinal))],
                [],
                [KeyValuePair.Create("HOME", folder.Path),
                    .. row["env"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!))]);
            Assert.Equal(
                (name, Expected(row, "stderr", vault), Expected(row, "stdout", vault), (int)row["exit"]!),
                (name, Shown(result.ErrorText, folder), Shown(result.OutputText, folder), result.Exit));
        }

        Assert.Empty(vault.Mismatches);
        Assert.Empty(vault.Unused);
    }

    [Theory]
    [InlineData("vault.enc.yaml", "    port: 5433\n")]
    [InlineData("nested.enc.json", "\t\t\"port\": 5432\n")]
    [InlineData("both.enc.yaml", "    port: 5432\n")]
    public async Task Files_that_sops_wrote_open(string file, string line)
    {
        using var vault = new ReplayServer(
            RecordedExchange.Load(Path.Combine(Data, "exchanges", "sops-transit.jsonl")).Where(exchange => exchange.Status == 200),
            new ReplayRules { ServesOnce = false });
        using var folder = new CaseFolder();
        var text = await File.ReadAllTextAsync(Path.Combine(Data, "files", "sops-transit", file));
        await File.WriteAllTextAsync(folder.File(file), text.Replace("{{port_1}}", $"{vault.Port}", StringComparison.Ordinal));

        var result = await new SopsRun(keys, folder.Path).RunAsync(
            ["decrypt", file], [], [KeyValuePair.Create("VAULT_TOKEN", Token), KeyValuePair.Create("SOPS_AGE_KEY", AgeKey)]);

        Assert.Equal(("", 0), (result.ErrorText, result.Exit));
        Assert.Contains(line, result.OutputText, StringComparison.Ordinal);
    }

    private static JsonObject Row(string line) => JsonNode.Parse(line)!.AsObject();

    private static string Expected(JsonObject row, string stream, RecordedTransit vault) => ((string)row[stream]!)
        .Replace("{{proxy}}", vault.Url, StringComparison.Ordinal)
        .Replace("{{log_time}}", "<LOGTIME>", StringComparison.Ordinal)
        .Replace("{{time}}", "<TIME>", StringComparison.Ordinal);

    private static string Shown(string text, CaseFolder folder) =>
        Masks.Apply(text.Replace(folder.Path + "/", "", StringComparison.Ordinal));
}
