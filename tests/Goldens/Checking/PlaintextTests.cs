using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Checking;

/// <summary>Secrets in plain text, in a repository: P-069.</summary>
public sealed class PlaintextTests
{
    private const string Values = $"image: nginx\nauth:\n  existingSecret: db\n  password: {CheckRun.Canary}\n";

    /// <summary>P-069.</summary>
    [Fact]
    public async Task P_069_A_plaintext_password_is_told_with_its_place_and_never_with_its_value()
    {
        using var run = new CheckRun();
        run.Write("charts/api/values.yaml", Values);
        var result = await run.CheckAsync();
        Assert.Equal(2, result.Exit);
        Assert.StartsWith(
            "charts/api/values.yaml:4:13: error: auth.password is in plain text: 19 characters [plaintext-secret]\n    hint: ",
            result.OutputText,
            StringComparison.Ordinal);
        Assert.Equal("checked 1 file, 0 encrypted: 1 error, 0 warnings, 0 notes\n", result.ErrorText);
    }

    [Fact]
    public async Task A_clean_repository_gives_0_and_quiet_says_nothing()
    {
        using var run = new CheckRun();
        run.Write("values.yaml", "image: nginx\npassword: changeme\n");
        var result = await run.CheckAsync("--quiet");
        Assert.Equal((0, "", ""), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal("default-password note values.yaml:2 password", await run.FindingsAsync());
        Assert.Equal(2, (await run.CheckAsync("--fail-on", "note")).Exit);
    }

    [Theory]
    [InlineData("error", 2)]
    [InlineData("warning", 2)]
    [InlineData("note", 2)]
    [InlineData("never", 0)]
    public async Task The_level_that_fails_is_chosen(string level, int exit)
    {
        using var run = new CheckRun();
        run.Write("values.yaml", Values);
        Assert.Equal(exit, (await run.CheckAsync("--fail-on", level)).Exit);
    }

    /// <summary>P-069.</summary>
    [Theory]
    [InlineData("values.yaml", "password: " + CheckRun.Canary + "\n")]
    [InlineData("values.json", "{\"password\": \"" + CheckRun.Canary + "\"}\n")]
    [InlineData(".env", "DB_PASSWORD=" + CheckRun.Canary + "\n")]
    [InlineData(".env.production", "DB_PASSWORD=" + CheckRun.Canary + "\n")]
    [InlineData("app.ini", "[db]\npassword = " + CheckRun.Canary + "\n")]
    [InlineData("app.properties", "spring.datasource.password=" + CheckRun.Canary + "\n")]
    [InlineData("prod.tfvars", "db_password = \"" + CheckRun.Canary + "\"\n")]
    [InlineData("values.yaml.gotmpl", "{{- if true }}\npassword: " + CheckRun.Canary + "\n{{- end }}\n")]
    [InlineData("secret.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  x: " + CheckRun.Canary + "\n")]
    [InlineData("broken.yaml", "a: [\npassword: " + CheckRun.Canary + "\n")]
    public async Task P_069_Whatever_a_values_file_can_be_is_read(string name, string text)
    {
        using var run = new CheckRun();
        run.Write(name, text);
        Assert.Equal(2, (await run.CheckAsync()).Exit);
    }

    [Fact]
    public async Task Binary_files_links_and_pipes_are_passed_over()
    {
        using var run = new CheckRun();
        run.Write("a.bin", "x: \0\npassword: " + CheckRun.Canary + "\n");
        run.Write("b/target.txt", "password\n");
        File.CreateSymbolicLink(run.Run.File("link.yaml"), "/etc/passwd");
        using var fifo = System.Diagnostics.Process.Start("mkfifo", run.Run.File("pipe.yaml"));
        await fifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await run.FindingsAsync());
    }

    [Theory]
    [InlineData("a.yaml", "x: \0\npassword: ")]
    [InlineData("a.env", "#\0\nPASSWORD=")]
    public async Task A_NUL_byte_hides_no_file_of_a_SOPS_format(string name, string text)
    {
        using var run = new CheckRun();
        run.Write(name, text + CheckRun.Canary + "\n");
        Assert.Contains("plaintext-secret error " + name, await run.FindingsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_too_large_to_read_are_findings_unless_they_are_no_text()
    {
        using var run = new CheckRun();
        run.Write("large.csv", new string('x', (8 << 20) + 1));
        run.Write("large.yaml", "a: \0" + new string('x', 8 << 20));
        run.Write("large.bin", "\0" + new string('x', 8 << 20));
        Assert.Equal("too-large-file warning large.csv\ntoo-large-file warning large.yaml", await run.FindingsAsync());
        run.Write(".secretskit-allow", "too-large-file large.*\n");
        Assert.Equal("", await run.FindingsAsync());
    }

    [Fact]
    public async Task A_staged_file_that_is_too_large_is_a_finding()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("large.yaml", "a: " + new string('x', 8 << 20));
        await run.GitAsync("add", ".");
        Assert.Equal("too-large-file warning large.yaml", await run.FindingsAsync("--staged"));
    }

    [Fact]
    public async Task A_comment_or_the_allow_list_accepts_a_finding()
    {
        using var run = new CheckRun();
        run.Write("a.yaml", $"# secretskit:allow plaintext-secret of the test database\npassword: {CheckRun.Canary}\n");
        run.Write("fixtures/b.yaml", $"password: {CheckRun.Canary}\n");
        run.Write("c.yaml", $"password: {CheckRun.Canary}\ntoken: {CheckRun.Canary}\n");
        run.Write(".secretskit-allow", "# accepted\nplaintext-secret fixtures/** # fixtures\nplaintext-secret c.yaml token\nprivate-key " +
            "gone/*.pem\nmac-mismatch old.yaml\n");
        Assert.Equal("unused-allow-entry note .secretskit-allow:4\nplaintext-secret error c.yaml:1 password", await run.FindingsAsync());
        var result = await run.CheckAsync();
        Assert.Contains("(3 allowed)", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_today_can_be_accepted_so_that_only_new_findings_fail()
    {
        using var run = new CheckRun();
        run.Write("a file.yaml", $"password: {CheckRun.Canary}\n");
        Assert.Equal(0, (await run.CheckAsync("--write-allow-list")).Exit);
        Assert.Contains("plaintext-secret \"a file.yaml\" password\n", run.Run.Read(".secretskit-allow"), StringComparison.Ordinal);
        Assert.Equal(0, (await run.CheckAsync()).Exit);
        run.Write("b.yaml", $"password: {CheckRun.Canary}\n");
        Assert.Equal("plaintext-secret error b.yaml:1 password", await run.FindingsAsync());
    }

    [Fact]
    public async Task A_rule_is_switched_off_by_its_id_or_the_requirement_it_stands_for()
    {
        using var run = new CheckRun();
        run.Write("values.yaml", Values);
        Assert.Equal("", await run.FindingsAsync("--skip", "plaintext-secret"));
        Assert.Equal("", await run.FindingsAsync("--skip", "K-069"));
        Assert.Equal(64, (await run.CheckAsync("--skip", "nothing")).Exit);
    }

    [Fact]
    public async Task Wrong_command_lines_give_64_and_missing_paths_1()
    {
        using var run = new CheckRun();
        Assert.Equal(64, (await run.CheckAsync("--output", "xml")).Exit);
        Assert.Equal(64, (await run.CheckAsync("--fail-on", "fatal")).Exit);
        Assert.Equal(64, (await run.CheckAsync("--require-keys")).Exit);
        Assert.Equal(64, (await run.CheckAsync("--staged", "values.yaml")).Exit);
        Assert.Equal(64, (await run.CheckAsync("--staged")).Exit);
        Assert.Equal(1, (await run.CheckAsync("nowhere")).Exit);
    }

    [Fact]
    public async Task Every_rule_is_listed()
    {
        using var run = new CheckRun();
        var result = await run.CheckAsync("--list-rules");
        Assert.Equal(0, result.Exit);
        Assert.Contains(
            "plaintext-secret             error    a secret is in plain text (K-069)\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nrecipient-drift ", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipient-drift", "recipient-drift: ", "'secretskit:allow recipient-drift REASON'")]
    [InlineData("K-069", "plaintext-secret (K-069): a secret is in plain text", "--skip plaintext-secret")]
    [InlineData("bad-signature", "bad-signature: ", "--skip bad-signature alone")]
    public async Task A_rule_is_explained(string name, string first, string acceptance)
    {
        using var run = new CheckRun();
        var result = await run.CheckAsync("--explain", name);
        Assert.Equal(0, result.Exit);
        Assert.StartsWith(first, result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nWhat to do:\n  ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains(acceptance, result.OutputText.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(result.OutputText.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task A_rule_that_there_is_not_is_not_explained()
    {
        using var run = new CheckRun();
        var result = await run.CheckAsync("--explain", "no-such-rule");
        Assert.Equal(
            (64, "secretskit: there is no rule \"no-such-rule\"\nhint: 'secretskit check --list-rules' names them\n"),
            (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task Colours_are_for_terminals()
    {
        using var plain = new CheckRun();
        plain.Write("values.yaml", Values);
        Assert.DoesNotContain("\e[", (await plain.CheckAsync()).OutputText);
        using var terminal = new VerbRun { OnTerminal = true };
        terminal.Write("values.yaml", Values);
        Assert.Contains("\e[31mvalues.yaml:4:13: error:", (await terminal.RunAsync("check")).OutputText, StringComparison.Ordinal);
    }
}
