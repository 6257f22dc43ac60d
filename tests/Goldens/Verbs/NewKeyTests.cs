namespace SecretsKit.Goldens.Verbs;

/// <summary>Slips in the path of <c>set</c>: a key that was not meant, with a value that no program reads.</summary>
public sealed class NewKeyTests
{
    private const string Plain = "database:\n    password: old\n    user_1: a\napiToken: t\ntls.crt: x\n";

    [Theory]
    [InlineData("database.password=" + VerbRun.Canary)]
    [InlineData("database:password")]
    [InlineData("password:" + VerbRun.Canary)]
    [InlineData("a=")]
    public async Task A_key_and_its_value_in_one_word_are_refused_and_not_repeated(string path)
    {
        using var run = await WithFileAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync("set", "s.yaml", path);
        Assert.Equal((1, before), (result.Exit, run.Read("s.yaml")));
        Assert.StartsWith("secretskit: s.yaml: the path holds \"=\" or \":\"", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: path and value are two words: secretskit set s.yaml PATH VALUE", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("database[\"a=b\"]", "database:\n    password: old\n    user_1: a\n    a=b: new\n")]
    [InlineData("database.a\\:b", "database:\n    password: old\n    user_1: a\n    a:b: new\n")]
    public async Task Quotes_make_such_a_key_all_the_same(string path, string begin)
    {
        using var run = await WithFileAsync();
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", path, "new")).Exit);
        Assert.StartsWith(begin, (await run.RunAsync("view", "s.yaml")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_says_whether_it_added_or_changed()
    {
        using var run = await WithFileAsync();
        Assert.Equal(
            "s.yaml: changed [\"database\"][\"password\"]\n", (await run.RunAsync("set", "s.yaml", "database.password", "b")).ErrorText);
        Assert.Equal("s.yaml: added [\"database\"][\"host\"]\n", (await run.RunAsync("set", "s.yaml", "database.host", "b")).ErrorText);
    }

    [Theory]
    [InlineData("database.pasword", "database", "pasword", "password")]
    [InlineData("database.Password", "database", "Password", "password")]
    [InlineData("databse.password", "", "databse", "database")]
    [InlineData("api_token", "", "api_token", "apiToken")]
    public async Task Without_a_terminal_a_near_miss_is_warned_of(string path, string above, string missing, string near)
    {
        using var run = await WithFileAsync();
        var result = await run.RunAsync("set", "s.yaml", path, "b");
        var start = above.Length > 0 ? $"[\"{above}\"]" : "";
        Assert.Equal(0, result.Exit);
        Assert.StartsWith(
            $"warning: s.yaml: {start}[\"{missing}\"] is new, and {start}[\"{near}\"] was there already\n"
                + $"hint: if that was a slip: `secretskit unset s.yaml '{start}[\"{missing}\"]'`\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("database.user_2")]
    [InlineData("database.port")]
    [InlineData("database.password")]
    [InlineData("tls.key")]
    [InlineData("db")]
    public async Task Names_that_differ_on_purpose_are_not_near(string path)
    {
        using var run = await WithFileAsync(answers: []);
        Assert.DoesNotContain("warning", (await run.RunAsync("set", "s.yaml", path, "b")).ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n\n", 1, false)]
    [InlineData("", 1, false)]
    [InlineData("y\n", 0, true)]
    public async Task On_a_terminal_a_near_miss_is_asked_about_before_the_value_is(string typed, int exit, bool isMade)
    {
        using var run = await WithFileAsync(answers: [VerbRun.Canary]);
        var before = run.Read("s.yaml");
        var result = await run.RunWithInputAsync(typed, "set", "s.yaml", "database.pasword");
        Assert.Equal((exit, isMade), (result.Exit, run.Read("s.yaml") != before));
        Assert.Equal(isMade ? 1 : 0, run.Asked.Count);
        Assert.Contains(
            "s.yaml: there is [\"database\"][\"password\"], and no [\"database\"][\"pasword\"]. Make a new key? (y/n): ",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_makes_the_key_without_asking()
    {
        using var run = await WithFileAsync(answers: []);
        var result = await run.RunAsync("set", "--new", "s.yaml", "database.pasword", "b");
        Assert.Equal((0, "s.yaml: added [\"database\"][\"pasword\"]\n"), (result.Exit, result.ErrorText));
    }

    private static async Task<VerbRun> WithFileAsync(string[]? answers = null)
    {
        var run = new VerbRun { Answers = answers }.WithKey();
        run.Write("s.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }
}
