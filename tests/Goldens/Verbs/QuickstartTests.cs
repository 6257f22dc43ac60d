namespace SecretsKit.Goldens.Verbs;

/// <summary>The story that is told to newcomers is true.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public async Task Tells_the_story_and_leaves_a_folder_that_works()
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("quickstart", "demo");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Equal(
            [".gitignore", ".sops.yaml", "chart", "keys.txt", "out", "secrets.yaml", "sync", "values.yaml"],
            Directory.EnumerateFileSystemEntries(run.File("demo")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.File("demo/keys.txt")));
        Assert.DoesNotContain("AGE-SECRET-KEY", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.OutputText);

        Assert.NotEqual(0, (await run.RunAsync("view", "demo/secrets.yaml")).Exit);
        run.Variables["SOPS_AGE_KEY_FILE"] = run.File("demo/keys.txt");
        Assert.Contains(
            "    password: staple-under-the-lake\n",
            (await run.RunAsync("view", "demo/secrets.yaml")).OutputText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_uses_the_Secret_that_the_mapping_makes()
    {
        using var run = new VerbRun();
        var story = (await run.RunAsync("quickstart", "demo")).OutputText;
        Assert.Contains("create Secret default/orders-database", story, StringComparison.Ordinal);
        Assert.Contains("+ data.url  ***", story, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.File("demo/out/orders-database.yaml")));
        Assert.Contains("out/\n", run.Read("demo/.gitignore"), StringComparison.Ordinal);
        run.Variables["SOPS_AGE_KEY_FILE"] = run.File("demo/keys.txt");
        var secret = await run.RunAsync("sync", "-f", "demo/sync", "-o", "dotenv");
        Assert.Equal("url=postgres://orders:staple-under-the-lake@db.prod.example.com/orders\n", secret.OutputText);
        var chart = await run.RunAsync("template", "orders", "demo/chart", "-f", "demo/values.yaml", "-f", "demo/secrets.yaml");
        Assert.Equal(0, chart.Exit);
        Assert.Contains("secretKeyRef: {name: orders-database, key: url}", chart.OutputText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("sync", "lint", "-f", "demo/sync")).Exit);
        Assert.Equal(0, (await run.RunAsync("sync", "explain", "-f", "demo/sync")).Exit);
    }

    [Fact]
    public async Task The_reviewer_sees_the_value_the_time_and_the_mac_and_nothing_else()
    {
        using var run = new VerbRun();
        var lines = (await run.RunAsync("quickstart", "demo")).OutputText.Split('\n').Select(line => line.Trim()).ToList();
        Assert.Equal(["lastmodified", "mac", "password"], Changed('-'));
        Assert.Equal(["lastmodified", "mac", "password"], Changed('+'));

        IEnumerable<string> Changed(char sign) =>
            lines.Where(line => line.StartsWith(sign + "    ", StringComparison.Ordinal))
                .Select(line => line[1..].Split(':')[0].Trim())
                .Order();
    }

    [Fact]
    public async Task A_tampered_file_is_refused_and_the_story_needs_no_git()
    {
        using var run = new VerbRun();
        run.Variables["PATH"] = run.Home;
        var output = (await run.RunAsync("quickstart", "demo")).OutputText;
        Assert.Contains("secretskit: tampered.yaml: refused: the MAC does not match", output, StringComparison.Ordinal);
        Assert.Contains("Exit code 1, and no plaintext", output, StringComparison.Ordinal);
        Assert.Contains("\n   +    password: ENC[", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40"), InlineData("80"), InlineData("120"), InlineData("200")]
    public async Task Fits_the_terminal(string columns)
    {
        using var run = new VerbRun { OnTerminal = true };
        run.Variables["COLUMNS"] = columns;
        run.Variables["NO_COLOR"] = "1";
        var output = (await run.RunAsync("quickstart", "demo")).OutputText;
        // Single words and commands may be longer than a narrow terminal; nothing else is.
        var limit = Math.Max(80, int.Parse(columns, null));
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, limit));
    }
}
