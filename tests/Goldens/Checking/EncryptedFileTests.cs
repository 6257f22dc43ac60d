using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Checking;

/// <summary>Encrypted files: what they leave readable, who can open them, whether they are whole.</summary>
public sealed class EncryptedFileTests
{
    private const string Plain = $"database:\n    user: orders\n    password: {CheckRun.Canary}\nlist:\n    - a\n    - b\n";

    [Fact]
    public async Task An_encrypted_repository_is_clean()
    {
        using var run = await EncryptedAsync();
        Assert.Equal("", await run.FindingsAsync("--verify", "--require-keys"));
        Assert.Contains(
            "checked 2 files, 1 encrypted, 1 verified: 0 errors", (await run.CheckAsync("--verify")).ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json", "{\"a\": {\"password\": \"" + CheckRun.Canary + "\"}}")]
    [InlineData("a.env", "PASSWORD=" + CheckRun.Canary + "\n")]
    [InlineData("a.ini", "[s]\npassword = " + CheckRun.Canary + "\n")]
    [InlineData("key.pem", CheckRun.Canary + "\n")]
    public async Task Every_format_is_recognised(string name, string text)
    {
        using var run = new CheckRun();
        run.Run.WithKey();
        run.Write(name, text);
        await run.Run.RunAsync("enc", name);
        Assert.Equal("", await run.FindingsAsync("--verify", "--require-keys"));
        Assert.Contains("1 encrypted, 1 verified", (await run.CheckAsync("--verify")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_added_by_hand_is_told_with_its_place()
    {
        using var run = await EncryptedAsync();
        run.Write(
            "secrets.yaml",
            run.Run.Read("secrets.yaml").Replace("\nlist:", $"\n    token: {CheckRun.Canary}\nlist:", StringComparison.Ordinal));
        Assert.Equal(
            "plaintext-secret error secrets.yaml:4 database.token\nunencrypted-value error secrets.yaml:4 database.token",
            await run.FindingsAsync());
    }

    [Fact]
    public async Task A_secret_in_a_part_that_stays_readable_is_told()
    {
        using var run = new CheckRun();
        run.Run.WithKey();
        run.Write("secrets.yaml", $"a: b\npassword_unencrypted: {CheckRun.Canary}\n");
        await run.Run.RunAsync("enc", "secrets.yaml");
        Assert.Equal("plaintext-secret error secrets.yaml:2 password_unencrypted", await run.FindingsAsync());
    }

    [Fact]
    public async Task A_changed_value_fails_verification_and_nothing_else()
    {
        using var run = await EncryptedAsync();
        var text = run.Run.Read("secrets.yaml");
        var lines = text.Split('\n').ToList();
        lines.RemoveAt(lines.FindIndex(line => line.StartsWith("    - ENC", StringComparison.Ordinal)));
        run.Write("secrets.yaml", string.Join('\n', lines));
        Assert.Equal("", await run.FindingsAsync());
        Assert.Equal("mac-mismatch error secrets.yaml", await run.FindingsAsync("--verify"));
    }

    [Fact]
    public async Task A_value_moved_to_another_name_does_not_decrypt()
    {
        using var run = await EncryptedAsync();
        run.Write("secrets.yaml", run.Run.Read("secrets.yaml").Replace("    user:", "    login:", StringComparison.Ordinal));
        Assert.Equal("cannot-decrypt error secrets.yaml", await run.FindingsAsync("--verify"));
        Assert.Contains("1 encrypted, 0 verified", (await run.CheckAsync("--verify")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_check_says_so_and_fails_only_when_told()
    {
        using var run = await EncryptedAsync();
        run.Run.Variables.Remove("SOPS_AGE_KEY");
        Assert.Equal("not-verified note secrets.yaml", await run.FindingsAsync("--verify"));
        Assert.Equal(0, (await run.CheckAsync("--verify")).Exit);
        Assert.Equal(2, (await run.CheckAsync("--verify", "--require-keys")).Exit);
    }

    [Fact]
    public async Task A_hint_names_the_file_and_leaves_variables_as_they_are()
    {
        using var run = await EncryptedAsync();
        run.Run.Variables.Remove("SOPS_AGE_KEY");
        Assert.Contains(
            "\n    hint: set SOPS_AGE_KEY_FILE to the file with ", (await run.CheckAsync("--verify")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_that_nobody_settled_is_found_by_what_the_merge_left()
    {
        using var run = await EncryptedAsync();
        run.Write("secrets.yaml.conflict", "# secretskit merge conflict\nfile: secrets.yaml\n");
        Assert.Equal("unresolved-conflict error secrets.yaml", await run.FindingsAsync());
        Assert.Contains("'secretskit git resolve --add secrets.yaml'", (await run.CheckAsync()).OutputText, StringComparison.Ordinal);
        run.Write("secrets.yaml.conflict", "file: of somebody else\n");
        Assert.DoesNotContain("unresolved-conflict", await run.FindingsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_told_by_its_kind()
    {
        using var run = await EncryptedAsync();
        var text = run.Run.Read("secrets.yaml");
        run.Write("secrets.yaml", "<<<<<<< ours\n" + text + "=======\n>>>>>>> theirs\n");
        Assert.Equal("merge-conflict error secrets.yaml:1", await run.FindingsAsync("--verify"));
        run.Write("secrets.yaml", text[..text.IndexOf("sops:", StringComparison.Ordinal)]);
        Assert.StartsWith("invalid-encrypted-file error secrets.yaml:2", await run.FindingsAsync(), StringComparison.Ordinal);
        run.Write(
            "secrets.yaml", string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("    mac:", StringComparison.Ordinal))));
        Assert.Equal("missing-mac error secrets.yaml", await run.FindingsAsync("--verify"));
        run.Write(
            "secrets.yaml",
            string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("    lastmodified:", StringComparison.Ordinal))));
        Assert.Equal("invalid-encrypted-file error secrets.yaml", await run.FindingsAsync());
        run.Write("secrets.yaml", text.Replace("version: 3.13.2", "version: 3.2.0", StringComparison.Ordinal));
        Assert.Equal("old-format note secrets.yaml", await run.FindingsAsync());
        run.Write("secrets.yaml", text.Replace("version: 3.13.2", "version: newest", StringComparison.Ordinal));
        Assert.Equal("invalid-encrypted-file error secrets.yaml", await run.FindingsAsync());
    }

    [Fact]
    public async Task Recipients_that_are_not_those_of_the_rule_are_named()
    {
        using var run = await EncryptedAsync();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: secrets\n    age: {VerbRun.Recipient("a2")}\n");
        Assert.Equal("recipient-drift error secrets.yaml", await run.FindingsAsync());
        var told = (await run.CheckAsync()).OutputText;
        Assert.Contains($"can decrypt, and is not in the rule: {VerbRun.Recipient("a1")}; is in the rule, and cannot decrypt: " +
            $"{VerbRun.Recipient("a2")} (rule 1 of .sops.yaml)", told, StringComparison.Ordinal);
        await run.Run.RunAsync("sops", "updatekeys", "--yes", "secrets.yaml");
        Assert.Equal("", await run.FindingsAsync());
    }

    [Fact]
    public async Task Other_selections_thresholds_and_files_without_a_rule_are_told()
    {
        using var run = await EncryptedAsync();
        var age = VerbRun.Recipient("a1");
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: secrets\n    encrypted_regex: ^password$\n    age: {age}\n");
        Assert.Equal("selection-drift warning secrets.yaml", await run.FindingsAsync());
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: secrets\n    mac_only_encrypted: true\n    age: {age}\n");
        Assert.Equal("selection-drift warning secrets.yaml", await run.FindingsAsync());
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: elsewhere\n    age: {age}\n");
        Assert.Equal("unused-rule note .sops.yaml:2\nno-matching-rule warning secrets.yaml", await run.FindingsAsync());
        run.Write(
            ".sops.yaml",
            $"creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - age: [{age}]\n      - age: [{VerbRun.Recipient("a2")}]\n"
                + $"      - age: [{VerbRun.Recipient("a3")}]\n");
        await run.Run.RunAsync("sops", "updatekeys", "--yes", "secrets.yaml");
        Assert.Equal("threshold-drift warning secrets.yaml", await run.FindingsAsync());
    }

    private static async Task<CheckRun> EncryptedAsync()
    {
        var run = new CheckRun();
        run.Run.WithKey();
        run.Write("secrets.yaml", Plain);
        Assert.Equal(0, (await run.Run.RunAsync("enc", "secrets.yaml")).Exit);
        return run;
    }
}
