using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Aws;

/// <summary>Runs of sops with keys and buckets of AWS: the same requests, exit codes, output and files.</summary>
public sealed partial class SopsAwsTests(GoldenKeys keys)
{
    private const string Plain = "db:\n    password: geheim\n    port: 5432\nhosts:\n    - a.example.com\n";
    private const string Identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";
    private const string Recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private const string Key = "arn:aws:kms:eu-central-1:123456789012:key/6513270e-269e-4d37-b2a7-4de452e6b438";
    private const string MissingKey = "arn:aws:kms:eu-central-1:123456789012:key/6513270e-269e-4d37-b2a7-4de452e60000";

    private static readonly string Recorded = SopsRows.Folder("providers/aws");

    [Theory]
    [InlineData("sops-kms")]
    [InlineData("sops-kms-age")]
    [InlineData("sops-publish-s3")]
    public async Task Runs_as_sops_does(string group)
    {
        using var folder = new CaseFolder();
        Prepare(folder, group);
        using var recordings = new AwsRecordings(Recorded, group);
        var run = new SopsRun(keys, folder.Path);
        foreach (var line in File.ReadLines(Path.Combine(Recorded, group + ".runs.jsonl")))
        {
            var row = JsonNode.Parse(line)!;
            var name = row["case"]!.GetValue<string>();
            var expected = row["stderr"]!.GetValue<string>();
            recordings.Begin(name, RequestIdOf(expected));
            Change(folder, name);
            string[] words = [.. row["args"]!.AsArray().Select(word => word!.GetValue<string>())];
            var result = await run.RunAsync(words, [], [.. Variables(recordings), .. Given(row)]);
            Assert.Equal(
                (name, expected, row["exit"]!.GetValue<int>(), row["stdout"]!.GetValue<string>(), ""),
                (name, result.ErrorText, result.Exit, result.OutputText, recordings.Check(name)));
        }
    }

    [Theory]
    [InlineData("sops-kms", "one.enc.yaml", "db:\n    password: geheim\n    port: 5433\nhosts:\n    - a.example.com\n")]
    [InlineData("sops-kms", "ctx.enc.yaml", Plain)]
    [InlineData("sops-kms-age", "both.enc.yaml", Plain)]
    [InlineData("sops-kms-age", "shamir.enc.yaml", Plain)]
    public async Task Opens_files_that_sops_made(string group, string file, string plain)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(Recorded, "files", group, file), folder.File(file));
        await File.WriteAllTextAsync(folder.File("age.txt"), Identity, TestContext.Current.CancellationToken);
        using var keyHolder = new AwsKeyHolder(Recorded);
        var given = group == "sops-kms" ? KeyValuePair.Create("X", "") : KeyValuePair.Create("SOPS_AGE_KEY_FILE", "age.txt");
        var result = await new SopsRun(keys, folder.Path).RunAsync(
            ["decrypt", "--decryption-order", "kms,age", file], [], [.. Variables(keyHolder.Server.Url), given]);
        Assert.Equal(("", 0, plain), (result.ErrorText, result.Exit, result.OutputText));
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("shop")]
    public async Task Opens_files_of_old_releases_whose_contexts_were_mixed_up(string wrappedWith)
    {
        using var folder = new CaseFolder();
        var text = await File.ReadAllTextAsync(
            Path.Combine(Recorded, "files", "sops-kms", "ctx.enc.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.File("old.yaml"), text.Replace("version: 3.13.2", "version: 3.2.0", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        using var keyHolder = new AwsKeyHolder(Recorded, new JsonObject { ["app"] = wrappedWith, ["env"] = wrappedWith });
        var result = await new SopsRun(keys, folder.Path).RunAsync(["decrypt", "old.yaml"], [], Variables(keyHolder.Server.Url));
        Assert.Equal(("", 0, Plain), (result.ErrorText, result.Exit, result.OutputText));
    }

    private static void Prepare(CaseFolder folder, string group)
    {
        File.WriteAllText(folder.File("plain.yaml"), Plain);
        File.WriteAllText(folder.File("age.txt"), Identity);
        File.WriteAllText(
            folder.File("shamir.yaml"),
            $"creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - kms:\n          - arn: {Key}\n"
            + $"            context: {{env: prod}}\n      - age: [{Recipient}]\n");
        if (group == "sops-publish-s3")
        {
            File.Copy(Path.Combine(Recorded, "files", "sops-kms-age", "both.enc.yaml"), folder.File("both.enc.yaml"));
            File.Copy(Path.Combine(Recorded, "files", "sops-kms", "one.enc.yaml"), folder.File("one.enc.yaml"));
            File.WriteAllText(
                folder.File(".sops.yaml"),
                "destination_rules:\n  - s3_bucket: published\n    s3_prefix: team/\n    path_regex: both\\.enc\\.yaml\n"
                + "  - s3_bucket: published\n    s3_prefix: re/\n    path_regex: one\\.enc\\.yaml\n    recreation_rule:\n"
                + $"      age: {Recipient}\n");
        }
    }

    // What was done to the files between the runs.
    private static void Change(CaseFolder folder, string name)
    {
        if (name == "decrypt-first-missing")
        {
            Copy(folder, "one.enc.yaml", "first-missing.enc.yaml", Key, MissingKey);
        }
        else if (name == "decrypt-wrong-context")
        {
            Copy(folder, "ctx.enc.yaml", "badctx.enc.yaml", "env: prod", "env: test");
        }
    }

    private static void Copy(CaseFolder folder, string from, string to, string old, string made) =>
        File.WriteAllText(folder.File(to), File.ReadAllText(folder.File(from)).Replace(old, made, StringComparison.Ordinal));

    // The name may be broken into lines of a report.
    private static string RequestIdOf(string error) =>
        RequestId().Match(error.Replace("\n      | ", " ", StringComparison.Ordinal)) is { Success: true } match
            ? match.Groups[1].Value : "id";

    private static IEnumerable<KeyValuePair<string, string>> Variables(AwsRecordings recordings) => Variables(recordings.Server.Url);

    private static IEnumerable<KeyValuePair<string, string>> Variables(string url) =>
    [
        new("AWS_ENDPOINT_URL", url),
        new("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE01"),
        new("AWS_SECRET_ACCESS_KEY", "exampleSecretKeyForRecordings/0123456789"),
        new("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Given(JsonNode row) =>
        row["env"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.GetValue<string>()));

    [GeneratedRegex(@"RequestID:\s+(\S+),")]
    private static partial Regex RequestId();
}
