using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Checking;

/// <summary>What is wrong with a <c>.sops.yaml</c>, and with files that its rules are made for.</summary>
public sealed class ConfigTests
{
    private static readonly string Age = VerbRun.Recipient("a1");

    [Theory]
    [InlineData("creation_rules: [\n", "invalid-config error .sops.yaml:2")]
    [InlineData("creation_rules:\n  - path_regex: '[a'\n    age: {0}\n", "invalid-config error .sops.yaml:2")]
    [InlineData("creation_rules:\n  - age: {0}\n    encrypted_regex: '[a'\n", "invalid-config error .sops.yaml:2")]
    [InlineData("creation_rules:\n  - age: {0}\n    encrypted_regex: a\n    encrypted_suffix: b\n", "invalid-config error .sops.yaml:2")]
    [InlineData("creation_rules:\n  - age: age1notakey\n", "invalid-config error .sops.yaml:2")]
    [InlineData(
        "creation_rules:\n  - shamir_threshold: 3\n    key_groups:\n      - age: [{0}]\n      - pgp: [ABCD]\n",
        "invalid-config error .sops.yaml:2")]
    [InlineData("<<<<<<< a\ncreation_rules: []\n=======\n>>>>>>> b\n", "merge-conflict error .sops.yaml:1")]
    public async Task A_configuration_that_cannot_be_used_is_an_error(string text, string findings)
    {
        using var run = new CheckRun();
        run.Write(".sops.yaml", text.Replace("{0}", Age, StringComparison.Ordinal));
        run.Write("a.yaml", "a: b\n");
        Assert.Equal(findings, await run.FindingsAsync());
    }

    [Fact]
    public async Task Rules_that_never_count_are_told_with_their_line()
    {
        using var run = new CheckRun();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: secrets/\n    age: {Age}\n  - path_regex: secrets/prod/\n    age: " +
            $"{Age}\n  - path_regex: nowhere/\n    age: {Age}\n  - age: {Age}\n  - path_regex: late\n    age: {Age}\n");
        run.Write("secrets/prod/readme.md", "x\n");
        Assert.Equal(
            "shadowed-rule warning .sops.yaml:4\nunused-rule note .sops.yaml:6\nshadowed-rule warning .sops.yaml:9",
            await run.FindingsAsync());
        var told = (await run.CheckAsync()).OutputText;
        Assert.Contains("rule 2 never counts: rule 1 before it takes its files", told, StringComparison.Ordinal);
        Assert.Contains("rule 5 never counts: rule 4 before it takes its files", told, StringComparison.Ordinal);
        Assert.Equal("", await run.FindingsAsync("secrets"));
    }

    [Theory]
    [InlineData("creation_rules:\n  - path_regx: a\n    age: {0}\n", "unread-field error .sops.yaml:2 path_regx")]
    [InlineData("creation_rule:\n  - age: {0}\n", "unread-field error .sops.yaml:1 creation_rule")]
    [InlineData("age: {0}\ncreation_rules: []\n", "unread-field error .sops.yaml:1 age")]
    [InlineData("team: a\ncreation_rules:\n  - age: {0}\n", "unread-field warning .sops.yaml:1 team")]
    [InlineData("creation_rules:\n  - age: {{a: {0}}}\n", "unread-field error .sops.yaml:2 age")]
    [InlineData("keys:\n  - &a {0}\nx-note: b\ncreation_rules:\n  - age: *a\n", "")]
    public async Task Fields_that_are_not_read_are_told_with_their_place(string text, string findings)
    {
        using var run = new CheckRun();
        run.Write(".sops.yaml", text.Replace("{0}", Age, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal)
            .Replace("}}", "}", StringComparison.Ordinal));
        run.Write("a.txt", "x\n");
        Assert.Equal(findings, await run.FindingsAsync());
    }

    [Fact]
    public async Task A_misnamed_configuration_is_told()
    {
        using var run = new CheckRun();
        run.Write(".sops.yml", $"creation_rules:\n  - age: {Age}\n");
        Assert.Equal("invalid-config warning .sops.yml", await run.FindingsAsync());
    }

    [Theory]
    [InlineData("secrets/.*", "secrets/a.yaml", "user: orders\n", "error")]
    [InlineData(@"env/prod/secrets\.yaml$", "env/prod/secrets.yaml", "user: orders\n", "error")]
    [InlineData(@"\.enc\.yaml$", "a.enc.yaml", "user: orders\n", "error")]
    [InlineData("", "secrets.yaml", "user: orders\n", "warning")]
    [InlineData(@".*\.ya?ml$", "team/secrets.prod.yaml", "user: orders\n", "warning")]
    [InlineData("secrets/.*", "secrets/key.bin", "x\n", "error")]
    public async Task A_file_that_a_rule_is_made_for_and_that_is_plain_is_told(string pattern, string name, string text, string level)
    {
        using var run = new CheckRun();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: '{pattern}'\n    age: {Age}\n");
        run.Write(name, text);
        Assert.Equal($"plaintext-file {level} {name}", await run.FindingsAsync());
    }

    [Theory]
    [InlineData("", "values.yaml", "user: orders\n")]
    [InlineData(@".*\.yaml$", "values.yaml", "user: orders\n")]
    [InlineData("env/prod/.*", "env/prod/values.yaml", "user: orders\n")]
    [InlineData("secrets/.*", "secrets/README.md", "user: orders\n")]
    [InlineData("secrets/.*", "secrets/empty.yaml", "\n")]
    [InlineData("secrets/.*", "secrets/external.yaml", "kind: ExternalSecret\nspec: {a: b}\n")]
    [InlineData("", "templates/secrets.yaml", "{{ if x }}\na: b\n{{ end }}\n")]
    public async Task A_file_that_a_wide_rule_happens_to_match_is_not(string pattern, string name, string text)
    {
        using var run = new CheckRun();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: '{pattern}'\n    age: {Age}\n");
        run.Write(name, text);
        Assert.Equal("", await run.FindingsAsync());
    }

    [Fact]
    public async Task A_file_in_which_the_rule_selects_nothing_may_stay_plain()
    {
        using var run = new CheckRun();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: secrets/\n    encrypted_regex: ^(data|stringData)$\n    age: {Age}\n");
        run.Write("secrets/kustomization.yaml", "resources:\n  - a.yaml\n");
        Assert.Equal("", await run.FindingsAsync());
    }

    [Fact]
    public async Task The_nearest_configuration_counts()
    {
        using var run = new CheckRun();
        run.Run.WithKey("a2");
        run.Write("team/.sops.yaml", $"creation_rules:\n  - age: {Age}\n");
        run.Write("team/secrets.yaml", "a: b\n");
        run.Run.Variables["SOPS_AGE_KEY"] = SecretsKit.Goldens.Sops.GoldenKeys.Identity("a1");
        await run.Run.RunAsync("enc", "team/secrets.yaml");
        Assert.Equal("", await run.FindingsAsync());
        Assert.Equal("recipient-drift error team/secrets.yaml", await run.FindingsAsync("--config", ".sops.yaml"));
    }
}
