namespace SecretsKit.Goldens.Verbs;

/// <summary>Changing single values.</summary>
public sealed class SetTests
{
    private const string Plain = "database:\n    user: orders\n    port: 5432\n    users:\n        - a\n        - b\n";

    [Fact]
    public async Task Sets_a_text_and_leaves_the_ciphertext_of_the_others()
    {
        using var run = await WithFileAsync();
        var before = run.Read("s.yaml").Split('\n');
        var result = await run.RunAsync("set", "s.yaml", "database.password", VerbRun.Canary);
        Assert.Equal((0, "", "s.yaml: added [\"database\"][\"password\"]\n"), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(VerbRun.Canary, await ViewAsync(run, "database.password"));
        Assert.Equal(before.Where(line => line.Contains(" user: ", StringComparison.Ordinal)), run.Read("s.yaml")
            .Split('\n')
            .Where(line => line.Contains(" user: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_value_that_is_there_already_writes_nothing()
    {
        using var run = await WithFileAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync("set", "s.yaml", "database.user", "orders");
        Assert.Equal(
            (0, "s.yaml: [\"database\"][\"user\"] has this value already\n", before), (result.Exit, result.ErrorText, run.Read("s.yaml")));
    }

    [Fact]
    public async Task A_dash_for_the_value_is_standard_input_and_never_the_value()
    {
        using var run = await WithFileAsync();
        Assert.Equal(0, (await run.RunWithInputAsync(VerbRun.Canary + "\n", "set", "s.yaml", "database.password", "-")).Exit);
        Assert.Equal(VerbRun.Canary, await ViewAsync(run, "database.password"));
        var text = run.Read("s.yaml");
        var both = await run.RunWithInputAsync(text, "set", "-", "database.password", "-");
        Assert.Equal((64, ""), (both.Exit, both.OutputText));
        Assert.Contains("file and value are both to come from standard input\nhint: ", both.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary-7f3e9a\n", "canary-7f3e9a")]
    [InlineData("canary-7f3e9a\r\n", "canary-7f3e9a")]
    [InlineData("canary-7f3e9a", "canary-7f3e9a")]
    [InlineData("-----BEGIN\ncanary-7f3e9a\n", "-----BEGIN\ncanary-7f3e9a\n")]
    [InlineData("canary-7f3e9a\n\n", "canary-7f3e9a\n\n")]
    public async Task One_line_loses_its_end_and_several_lines_stay(string input, string stored)
    {
        using var run = await WithFileAsync();
        Assert.Equal(0, (await run.RunWithInputAsync(input, "set", "s.yaml", "key")).Exit);
        Assert.Equal(stored, await ViewAsync(run, "key"));
        run.Write("value", input);
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", "other", "--value-file", "value")).Exit);
        Assert.Equal(stored, await ViewAsync(run, "other"));
    }

    [Fact]
    public async Task On_a_terminal_the_value_is_asked_for_without_being_shown()
    {
        using var run = await WithFileAsync(answers: [VerbRun.Canary]);
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", "key")).Exit);
        Assert.Equal(["value (not shown): "], run.Asked);
        Assert.Equal(VerbRun.Canary, await ViewAsync(run, "key"));
        Assert.Equal(64, (await run.RunAsync("set", "s.yaml", "key")).Exit);
    }

    [Fact]
    public async Task Nobody_is_asked_for_the_value_of_a_file_that_is_not_there()
    {
        using var run = await WithFileAsync(answers: [VerbRun.Canary]);
        Assert.Equal(1, (await run.RunAsync("set", "t.yaml", "key")).Exit);
        Assert.Empty(run.Asked);
    }

    [Theory]
    [InlineData("3", "key: 3\n")]
    [InlineData("2.5", "key: 2.5\n")]
    [InlineData("true", "key: true\n")]
    [InlineData("null", "key: null\n")]
    [InlineData("\"3\"", "key: \"3\"\n")]
    [InlineData("[1, \"two\"]", "key:\n    - 1\n    - two\n")]
    [InlineData("{\"a\": {\"b\": 1}}", "key:\n    a:\n        b: 1\n")]
    public async Task Json_keeps_its_types(string value, string text)
    {
        using var run = await WithFileAsync("keep: x\n");
        Assert.Equal(0, (await run.RunAsync("set", "--json", "s.yaml", "key", value)).Exit);
        Assert.Equal("keep: x\n" + text, (await run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Theory]
    [InlineData("database.users[0]", "A", "- A\n        - b")]
    [InlineData("database.users[2]", "c", "- a\n        - b\n        - c")]
    [InlineData("[\"database\"][\"users\"][2]", "c", "- a\n        - b\n        - c")]
    public async Task Lists_are_changed_by_position_and_grow_by_one(string path, string value, string list)
    {
        using var run = await WithFileAsync();
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", path, value)).Exit);
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", path, value)).Exit);
        Assert.EndsWith($"users:\n        {list}\n", (await run.RunAsync("view", "s.yaml")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_file_is_one_value_and_no_other_is_put_beside_it()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.bin", VerbRun.Canary);
        Assert.Equal(0, (await run.RunAsync("enc", "s.bin")).Exit);
        var before = run.Read("s.bin");
        var result = await run.RunAsync("set", "s.bin", "x", "y");
        Assert.Equal((1, before), (result.Exit, run.Read("s.bin")));
        Assert.StartsWith("secretskit: s.bin: this is an encrypted binary file", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("set", "s.bin", "data", "other")).Exit);
        Assert.Equal("other", (await run.RunAsync("view", "s.bin")).OutputText);
    }

    [Fact]
    public async Task A_position_behind_the_end_is_named_as_it_was_typed()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a:\n    # comment\n    - 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        Assert.StartsWith(
            "secretskit: s.yaml: there is no a[7] in this file\n",
            (await run.RunAsync("view", "--extract", "a[7]", "s.yaml")).ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.ini", "[s]\na = 1\n")]
    [InlineData("s.env", "a=1\n")]
    public async Task What_a_format_cannot_hold_is_told_with_those_that_can(string name, string plain)
    {
        using var run = new VerbRun().WithKey();
        run.Write(name, plain);
        Assert.Equal(0, (await run.RunAsync("enc", name)).Exit);
        var before = run.Read(name);
        var result = await run.RunAsync("set", name, name == "s.ini" ? "b" : "b.c", "1");
        Assert.Equal((1, before), (result.Exit, run.Read(name)));
        Assert.EndsWith(
            "\nhint: dotenv holds single values, INI sections of single values; yaml and json hold everything\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    // Words behind "set s.yaml", the exit code, what stderr begins with, a hint.
    public static TheoryData<string, int, string, string> Refusals => new()
    {
        { "database canary-7f3e9a", 1, "secretskit: s.yaml: [\"database\"] holds several values, which would be lost", "`secretskit view" },
        { "database.users canary-7f3e9a", 1, "secretskit: s.yaml: [\"database\"][\"users\"] holds several values", "`secretskit view" },
        { "database.user.name canary-7f3e9a", 1, "secretskit: s.yaml: [\"database\"][\"user\"][\"name\"] leads through a single value",
            "'secretskit view s.yaml' shows all values" },
        { "database.users[4] canary-7f3e9a", 1, "secretskit: s.yaml: the position is behind the end of the list",
            "positions count from 0" },
        { "database.users.x canary-7f3e9a", 1, "secretskit: s.yaml: component ['x'] is a key, but tree part is a list",
            "'secretskit view s.yaml'" },
        { "a..b canary-7f3e9a", 1, "secretskit: s.yaml: a key in the path is empty", "write a path like database.users[0]" },
        { "key canary-7f3e9a more", 64, "secretskit: set: too many words, or a wrong one", "usage: secretskit set" },
        { "key -canary-7f3e9a", 64, "secretskit: set: unknown option\n", "'secretskit set --help' lists the options" },
        { "key --jsn", 64, "secretskit: set: unknown option\n", "did you mean --json?" },
        { "key canary-7f3e9a --value-stdin", 64, "secretskit: s.yaml: the value is given twice", "name one of them" },
        { "key --json canary-7f3e9a", 1, "secretskit: s.yaml: the value is not JSON", "leave --json out" },
        { "key", 64, "secretskit: s.yaml: no value: none was given, and standard input is empty", "pipe it in" },
        { "", 64, "secretskit: set: ", "usage: secretskit set" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_would_lose_values_or_quote_them_is_refused(string words, int exit, string start, string hint)
    {
        using var run = await WithFileAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync(["set", "s.yaml", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((exit, "", before), (result.Exit, result.OutputText, run.Read("s.yaml")));
        Assert.StartsWith(start, result.ErrorText, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("hint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_lets_one_value_take_the_place_of_several()
    {
        using var run = await WithFileAsync();
        Assert.Equal(0, (await run.RunAsync("set", "--force", "s.yaml", "database", "x")).Exit);
        Assert.Equal("database: x\n", (await run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task What_readers_may_not_expect_is_warned_of()
    {
        using var run = await WithFileAsync(rule: "    encrypted_regex: ^database$\n");
        Assert.Contains(
            "warning: [\"database\"][\"port\"] was no text and is text now",
            (await run.RunAsync("set", "s.yaml", "database.port", "5433")).ErrorText,
            StringComparison.Ordinal);
        Assert.Contains(
            "warning: the value begins and ends with a quote",
            (await run.RunAsync("set", "s.yaml", "database.user", "\"x\"")).ErrorText,
            StringComparison.Ordinal);
        Assert.Contains(
            "warning: [\"open\"] is not encrypted", (await run.RunAsync("set", "s.yaml", "open", "x")).ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", (await run.RunAsync("set", "s.yaml", "database.more", "x")).ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.json", "{\n\t\"a\": {\n\t\t\"b\": \"x\"\n\t}\n}\n", "a.b", "{\n\t\"a\": {\n\t\t\"b\": \"new\"\n\t}\n}\n")]
    [InlineData("s.env", "A=x\nB=y\n", "B", "A=x\nB=new\n")]
    [InlineData("s.ini", "[a]\nb = x\n", "a.b", "[a]\nb = new\n")]
    public async Task Every_format_takes_values(string name, string text, string path, string after)
    {
        using var run = new VerbRun().WithKey();
        run.Write(name, text);
        await run.RunAsync("enc", name);
        Assert.Equal(0, (await run.RunAsync("set", name, path, "new")).Exit);
        Assert.Equal(after, (await run.RunAsync("view", name)).OutputText);
    }

    [Fact]
    public async Task Unset_removes_several_values_in_one_step_and_can_be_repeated()
    {
        using var run = await WithFileAsync();
        var result = await run.RunAsync("unset", "s.yaml", "database.users[0]", "database.users[1]", "database.port", "nothing.here");
        Assert.Equal(
            (0, "s.yaml: removed [\"database\"][\"port\"]\ns.yaml: removed [\"database\"][\"users\"][0]\ns.yaml: removed " +
                "[\"database\"][\"users\"][1]\ns.yaml: [\"nothing\"][\"here\"] is not there\n"),
            (result.Exit, result.ErrorText));
        Assert.Equal("database:\n    user: orders\n    users: []\n", (await run.RunAsync("view", "s.yaml")).OutputText);
        var before = run.Read("s.yaml");
        var again = await run.RunAsync("unset", "s.yaml", "database.users[0]", "database.port");
        Assert.Equal((0, before), (again.Exit, run.Read("s.yaml")));
    }

    [Fact]
    public async Task Unset_with_a_wrong_path_removes_nothing()
    {
        using var run = await WithFileAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync("unset", "s.yaml", "database.user", "a..b");
        Assert.Equal((1, before), (result.Exit, run.Read("s.yaml")));
    }

    private static async Task<VerbRun> WithFileAsync(string plain = Plain, string rule = "", string[]? answers = null)
    {
        var run = new VerbRun { Answers = answers }.WithKey(rule: rule);
        run.Write("s.yaml", plain);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }

    private static async Task<string> ViewAsync(VerbRun run, string path) =>
        (await run.RunAsync("view", "--extract", path, "s.yaml")).OutputText;
}
