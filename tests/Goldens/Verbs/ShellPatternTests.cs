namespace SecretsKit.Goldens.Verbs;

/// <summary>A pattern of a shell where a rule takes an expression, and marks of editors before texts: what to write instead.</summary>
public sealed class ShellPatternTests
{
    [Theory]
    [InlineData("*.yaml", "p.yaml", @"\.yaml$")]
    [InlineData("**/*.yaml", "p.yaml", @"\.yaml$")]
    [InlineData("{p,q}.yaml", "p.yaml", @"(^|/)(p|q)\.yaml$")]
    public async Task A_pattern_without_quotes_that_is_no_yaml_gets_its_expression(string pattern, string file, string expression)
    {
        using var run = new VerbRun().WithKey();
        run.Write(file, "a: 1\n");
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: {pattern}  # all of them\n    age: {VerbRun.Recipient("a1")}\n");
        var result = await run.RunAsync("enc", file);
        Assert.Equal(
            (1, $"secretskit: {file}: path_regex takes an expression, and no pattern of a shell: '{expression}' in the place of {pattern}\n"
                + $"hint: correct {run.File(".sops.yaml")}, line 2\n"),
            (result.Exit, result.ErrorText));
        Assert.Contains(
            $".sops.yaml:2: error: path_regex takes an expression, and no pattern of a shell: '{expression}'",
            (await run.RunAsync("check")).OutputText, StringComparison.Ordinal);
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: '{expression}'\n    age: {VerbRun.Recipient("a1")}\n");
        Assert.Equal(0, (await run.RunAsync("enc", file)).Exit);
    }

    [Theory]
    [InlineData("*.yaml", "p.yaml", @"\.yaml$")]
    [InlineData("?.yaml", "p.yaml", @"(^|/)[^/]\.yaml$")]
    [InlineData("secrets/**", "secrets/deep/p.yaml", "^secrets/")]
    [InlineData("secrets/**/*.yaml", "secrets/p.yaml", @"^secrets/(.*/)?[^/]*\.yaml$")]
    [InlineData("secrets/*.yaml", "secrets/p.yaml", @"^secrets/[^/]*\.yaml$")]
    [InlineData("./secrets/*/p.yaml", "secrets/a/p.yaml", @"^secrets/[^/]*/p\.yaml$")]
    [InlineData("{p,q}.yaml", "q.yaml", @"(^|/)(p|q)\.yaml$")]
    [InlineData("[!a].yaml", "p.yaml", @"(^|/)[^a]\.yaml$")]
    public async Task A_pattern_that_matches_nothing_gets_its_expression(string pattern, string file, string expression)
    {
        using var run = new VerbRun().WithKey();
        run.Write(file, "a: 1\n");
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: '{pattern}'\n    age: {VerbRun.Recipient("a1")}\n");
        var result = await run.RunAsync("enc", file);
        Assert.Equal(1, result.Exit);
        Assert.EndsWith($"'{expression}'\n", result.ErrorText, StringComparison.Ordinal);
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: '{expression}'\n    age: {VerbRun.Recipient("a1")}\n");
        Assert.Equal(0, (await run.RunAsync("enc", file)).Exit);
    }

    [Theory]
    [InlineData("encrypted_regex: *key", "encrypted_regex begins with *, which YAML reads: put it in single quotes")]
    [InlineData("age: *team", "*team stands for an anchor that is not defined above it, as with '- &team age1...'")]
    [InlineData("age:\n    - *team", "*team stands for an anchor that is not defined above it, as with '- &team age1...'")]
    public async Task A_star_that_is_no_alias_says_so(string field, string problem)
    {
        using var run = new VerbRun().WithKey();
        run.Write("p.yaml", "a: 1\n");
        run.Write(".sops.yaml", $"creation_rules:\n  - {field}\n");
        var result = await run.RunAsync("enc", "p.yaml");
        Assert.Equal((1, $"secretskit: p.yaml: {problem}"), (result.Exit, result.ErrorText.Split('\n')[0]));
    }

    [Theory]
    [InlineData("b.json", "{\"a\": 1}\n")]
    [InlineData("b.env", "A=1\n")]
    public async Task A_byte_order_mark_is_called_by_its_name(string file, string text)
    {
        using var run = new VerbRun().WithKey();
        run.Write(file, "\ufeff" + text);
        var result = await run.RunAsync("enc", file);
        Assert.Equal(
            (1, $"secretskit: {file}: line 1 begins with a byte order mark (EF BB BF)\n"
                + $"hint: save it as UTF-8 without one; 'tail -c +4 {file}' prints the text behind it\n"),
            (result.Exit, result.ErrorText));
        Assert.Equal(0xEF, File.ReadAllBytes(run.File(file))[0]);
    }

    [Theory]
    [InlineData("b.yaml", "a: 1\n", "a: 1\n")]
    [InlineData("b.ini", "[s]\na = 1\n", "[s]\na = 1\n")]
    public async Task A_byte_order_mark_that_a_format_allows_is_not_a_part_of_a_name(string file, string text, string plain)
    {
        using var run = new VerbRun().WithKey();
        run.Write(file, "\ufeff" + text);
        Assert.Equal(0, (await run.RunAsync("enc", file)).Exit);
        Assert.Equal(plain, (await run.RunAsync("view", file)).OutputText);
    }

    [Theory]
    [InlineData("u.json")]
    [InlineData("u.env")]
    [InlineData("u.ini")]
    public async Task Utf_16_is_called_by_its_name(string file)
    {
        using var run = new VerbRun().WithKey();
        File.WriteAllBytes(run.File(file), [0xFF, 0xFE, (byte)'a', 0, (byte)'=', 0, (byte)'1', 0]);
        var result = await run.RunAsync("enc", file);
        Assert.Equal(
            (1, $"secretskit: {file}: the text is UTF-16\n"
                + $"hint: save it as UTF-8; 'iconv -f UTF-16 -t UTF-8 {file}' prints it so\n"),
            (result.Exit, result.ErrorText));
    }
}
