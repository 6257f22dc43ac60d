namespace SecretsKit.Goldens.Sops;

/// <summary>
/// What changes to encrypted files promise beyond the recorded rows: refused changes leave the file alone, and no value is quoted.
/// </summary>
public sealed class SopsChangeTests(GoldenKeys keys) : IDisposable
{
    private const string Canary = "canary-5f1d";

    private readonly CaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_idempotent_set_of_the_same_value_writes_nothing()
    {
        var before = Prepare();
        Assert.Equal(0, (await RunAsync("set", "--idempotent", "s.yaml", "[\"name\"]", "\"bob\"")).Exit);
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task An_idempotent_set_tells_a_float_from_an_integer()
    {
        var before = Prepare();
        Assert.Equal(0, (await RunAsync("set", "--idempotent", "s.yaml", "[\"port\"]", "5432")).Exit);
        Assert.NotEqual(before, Content());
    }

    [Theory]
    [InlineData("[\"name\"]", "\"" + Canary, 7)]
    [InlineData("[\"name\"]", "[\"" + Canary + "\"]", 7)]
    [InlineData("[name]", "\"" + Canary + "\"", 7)]
    [InlineData("", "\"" + Canary + "\"", 1)]
    [InlineData("[0]", "\"" + Canary + "\"", 1)]
    [InlineData("[\"nested\"][\"list\"][\"key\"]", "\"" + Canary + "\"", 1)]
    [InlineData("[\"nested\"][\"list\"][-1]", "\"" + Canary + "\"", 1)]
    [InlineData("[\"fresh\"][-1]", "\"" + Canary + "\"", 1)]
    [InlineData("[\"sops\"]", "\"" + Canary + "\"", 203)]
    public async Task A_refused_set_leaves_the_file_and_quotes_no_value(string path, string value, int exit)
    {
        var before = Prepare();
        var result = await RunAsync("set", "s.yaml", path, value);
        Assert.Equal(exit, result.Exit);
        Assert.DoesNotContain(Canary, result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, Content());
    }

    [Theory]
    [InlineData("[0]", 1)]
    [InlineData("[\"nested\"][\"list\"][-1]", 1)]
    [InlineData("[\"nested\"][\"list\"][\"key\"]", 1)]
    [InlineData("nested", 7)]
    public async Task A_refused_unset_leaves_the_file_even_when_idempotent(string path, int exit)
    {
        var before = Prepare();
        Assert.Equal(exit, (await RunAsync("unset", "--idempotent", "s.yaml", path)).Exit);
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task Keys_on_the_way_to_a_new_value_are_made()
    {
        Prepare();
        Assert.Equal(0, (await RunAsync("set", "s.yaml", "[\"one\"][\"two\"][5][\"three\"]", "{\"n\": 1, \"f\": 1.5, \"z\": null}")).Exit);
        Assert.Equal(
            "{\"n\":1,\"f\":1.5,\"z\":null}",
            Squeezed(
                (await RunAsync("decrypt", "--output-type", "json", "--extract", "[\"one\"][\"two\"][0][\"three\"]", "s.yaml"))
                    .OutputText));
    }

    [Fact]
    public async Task The_value_comes_from_one_place_only()
    {
        var result = await RunAsync("set", "--value-file=true", "--value-stdin=true", "s.yaml", "[\"a\"]");
        Assert.Equal((1, "Error: cannot use both --value-file and --value-stdin\n"), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task A_missing_value_file_is_reported_as_the_system_words_it()
    {
        var before = Prepare();
        var result = await RunAsync("set", "--value-file=true", "s.yaml", "[\"a\"]", "missing.json");
        Assert.Equal((1, "open missing.json: no such file or directory\n"), (result.Exit, result.ErrorText));
        Assert.Equal(before, Content());
    }

    // A type tag is not authenticated. Where the MAC is ignored, the value is the comment that it claims to be, and the others are given.
    [Theory]
    [InlineData("yaml", "a: one\nb: two\n", "#one\nb: two\n")]
    [InlineData("json", "{\"a\":\"one\",\"b\":\"two\"}", "{\n\t\"b\": \"two\"\n}\n")]
    [InlineData("env", "a=one\nb=two\n", "#one\nb=two\n")]
    [InlineData("ini", "[s]\na = one\nb = two\n", "; one\n[s]\nb = two\n")]
    public async Task A_value_relabelled_as_a_comment_leaves_the_others_readable_without_the_MAC(string type, string plain, string rest)
    {
        var name = "t." + type;
        await File.WriteAllTextAsync(_folder.File(name), plain, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("encrypt", "-i", "--age", Recipient(Prepare()), name)).Exit);
        var text = await File.ReadAllTextAsync(_folder.File(name), TestContext.Current.CancellationToken);
        var tag = text.IndexOf("type:str", StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            _folder.File(name), text.Remove(tag, 8).Insert(tag, "type:comment"), TestContext.Current.CancellationToken);
        Assert.Equal(51, (await RunAsync("decrypt", name)).Exit);
        var result = await RunAsync("decrypt", "--ignore-mac", name);
        Assert.Equal((0, rest, ""), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Theory]
    [InlineData("2020-01-02", "2020-01-02 00:00:00 +0000 UTC")]
    [InlineData("2020-01-02T10:00:00.5+02:00", "2020-01-02 10:00:00.5 +0200 +0200")]
    public async Task A_date_as_a_key_is_printed_as_Go_prints_times(string key, string printed)
    {
        await File.WriteAllTextAsync(_folder.File("d.yaml"), key + ": x\n", TestContext.Current.CancellationToken);
        var result = await RunAsync("encrypt", "--age", Recipient(Prepare()), "d.yaml");
        Assert.Equal(
            (23, $"Error encrypting tree: Error walking tree: Tree contains a non-string key (type time.Time): {printed}. Only string " +
                "keys are supported\n"),
            (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task A_rotation_without_any_key_left_leaves_the_file()
    {
        var before = Prepare();
        Assert.Equal(1, (await RunAsync("rotate", "-i", "--rm-age", Recipient(before), "s.yaml")).Exit);
        Assert.Equal(before, Content());
    }

    [Theory]
    [InlineData(100, "-r", "none.yaml")]
    [InlineData(2, "rotate", "none.yaml")]
    [InlineData(2, "set", "none.yaml", "[\"a\"]", "1")]
    [InlineData(1, "filestatus", "none.yaml")]
    public async Task A_missing_file_has_the_exit_code_of_the_command(int exit, params string[] words) =>
        Assert.Equal(exit, (await RunAsync(words)).Exit);

    [Theory]
    [InlineData("add", "--file", "s.yaml", "-i")]
    [InlineData("add", "--file", "s.yaml", "-i", "--age", "nonsense")]
    [InlineData("add", "--file", "s.yaml", "--age", "nonsense", "extra", "words")]
    [InlineData("delete", "--file", "s.yaml", "-i", "0")]
    [InlineData("delete", "--file", "s.yaml", "-i", "1")]
    [InlineData("delete", "--file", "s.yaml", "-i", "4294967296")]
    [InlineData("delete", "--file", "s.yaml", "-i")]
    public async Task Changes_to_groups_that_would_lose_the_file_are_refused(params string[] words)
    {
        var before = Prepare();
        var result = await RunAsync(["groups", .. words]);
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task Updating_keys_without_a_configuration_fails_before_anything_is_read()
    {
        var before = Prepare();
        var result = await RunAsync("updatekeys", "-y", "s.yaml");
        Assert.Equal((1, "config file not found\n"), (result.Exit, result.ErrorText));
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task A_rule_without_keys_does_not_lock_a_file()
    {
        var before = Prepare();
        File.WriteAllText(_folder.File(".sops.yaml"), "creation_rules:\n- path_regex: s.yaml\n");
        Assert.Equal(1, (await RunAsync("updatekeys", "-y", "s.yaml")).Exit);
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task A_refused_update_of_keys_leaves_the_file()
    {
        var before = Prepare();
        File.WriteAllText(_folder.File(".sops.yaml"), "creation_rules:\n- pgp: '0000000000000000000000000000000000000000'\n");
        var result = await new SopsRun(keys, _folder.Path).RunAsync(["updatekeys", "s.yaml"], ["a1"], input: "what\nn\n"u8.ToArray());
        Assert.Equal(0, result.Exit);
        Assert.EndsWith("s.yaml left unchanged\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task Every_command_has_help()
    {
        foreach (var command in SecretsKit.Cli.Sops.SopsCommands.All)
        {
            var help = await RunAsync([.. command.Name.Split(' '), "--help"]);
            Assert.Equal(0, help.Exit);
            Assert.Contains($"usage: sops {command.Name} ", help.OutputText, StringComparison.Ordinal);
        }
    }

    private static string Recipient(string text) =>
        text.Split('\n').First(line => line.Contains("recipient: ", StringComparison.Ordinal)).Split(": ")[1];

    private static string Squeezed(string json) => string.Concat(json.Where(c => !char.IsWhiteSpace(c)));

    private Task<SopsResult> RunAsync(params string[] words) => new SopsRun(keys, _folder.Path).RunAsync(words, ["a1"]);

    private string Content() => File.ReadAllText(_folder.File("s.yaml"));

    private string Prepare()
    {
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "basic.yaml"), _folder.File("s.yaml"));
        return Content();
    }
}
