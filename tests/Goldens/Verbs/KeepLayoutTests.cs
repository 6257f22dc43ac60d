namespace SecretsKit.Goldens.Verbs;

/// <summary><c>--keep-layout</c>: indentation, empty lines and <c>---</c> of YAML stay, and sops reads the file.</summary>
public sealed class KeepLayoutTests : IDisposable
{
    private const string Plain = """
        ---
        # about the database

        database:

          # who
          # and more

          user: orders
          password: correct-horse

          hosts:
            - a

            - b


        text: |
          one

          # no comment

          two
        last: 1

        """;

    private readonly VerbRun _run = new VerbRun().WithKey();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_file_comes_back_as_it_was()
    {
        _run.Write("s.yaml", Plain);
        Assert.Equal(0, (await _run.RunAsync("enc", "--keep-layout", "s.yaml")).Exit);
        Assert.Equal(Plain, (await _run.RunAsync("view", "--keep-layout", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task Sops_reads_what_it_reads_of_a_file_without_layout()
    {
        _run.Write("s.yaml", Plain);
        _run.Write("plain.yaml", Plain);
        Assert.Equal(0, (await _run.RunAsync("enc", "--keep-layout", "s.yaml")).Exit);
        Assert.Equal(0, (await _run.RunAsync("enc", "plain.yaml")).Exit);
        var kept = await _run.RunAsync("sops", "decrypt", "s.yaml");
        var usual = await _run.RunAsync("sops", "decrypt", "plain.yaml");
        Assert.Equal((0, usual.OutputText), (kept.Exit, kept.OutputText));
        Assert.StartsWith("---\n#ENC[", _run.Read("s.yaml"), StringComparison.Ordinal);

        // All but empty lines, the marker and columns is what is written without the option.
        string[] Lines(string name) =>
            [.. _run.Read(name).Split('\n').TakeWhile(line => line != "sops:")
                .Select(line => line.Trim().Split(["ENC[", ": "], StringSplitOptions.None)[0])
                .Where(line => line is not ("" or "---"))];
        Assert.Equal(Lines("plain.yaml"), Lines("s.yaml"));
    }

    [Fact]
    public async Task Changes_leave_all_other_lines_as_they_are()
    {
        _run.Write("s.yaml", Plain);
        Assert.Equal(0, (await _run.RunAsync("enc", "--keep-layout", "s.yaml")).Exit);
        var before = _run.Read("s.yaml").Split('\n');
        Assert.Equal(0, (await _run.RunAsync("set", "--keep-layout", "s.yaml", "database.user", "changed")).Exit);
        var after = _run.Read("s.yaml").Split('\n');
        Assert.Equal(before.Length, after.Length);
        var changed = before.Zip(after).Where(pair => pair.First != pair.Second).Select(pair => pair.Second.Trim().Split(':')[0]);
        Assert.All(changed, key => Assert.Contains(key, (string[])["user", "mac", "lastmodified"]));
        Assert.Equal(0, (await _run.RunAsync("set", "--keep-layout", "s.yaml", "database.port", "5432", "--new")).Exit);
        Assert.Equal(0, (await _run.RunAsync("rotate", "--keep-layout", "s.yaml")).Exit);
        Assert.Equal(
            Plain.Replace("user: orders", "user: changed", StringComparison.Ordinal)
                .Replace("    - b\n", "    - b\n  port: \"5432\"\n", StringComparison.Ordinal),
            (await _run.RunAsync("view", "--keep-layout", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task The_editor_shows_the_layout_and_what_is_saved_has_that_of_the_edited_text()
    {
        _run.Variables["SECRETSKIT_KEEP_LAYOUT"] = "true";
        _run.Write("s.yaml", "a:\n  b: 1\n\n  c: 2\n");
        Assert.Equal(0, (await _run.RunAsync("enc", "s.yaml")).Exit);
        _run.Editor("cp \"$1\" seen.txt; printf '\\n\\nd: 3\\n' >> \"$1\"");
        var edit = await _run.RunAsync("edit", "--unattended", "s.yaml");
        Assert.Equal((0, ""), (edit.Exit, edit.Exit == 0 ? "" : edit.ErrorText));
        Assert.Equal("a:\n  b: 1\n\n  c: 2\n", _run.Read("seen.txt"));
        Assert.Equal("a:\n  b: 1\n\n  c: 2\n\n\nd: 3\n", (await _run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Theory]
    [InlineData("a: [1, {b: 2}]\n\nc: 'x'\n")]
    [InlineData("a: {b: 1, c: [x, w]}\nd:\n  - {e: 1}\n")]
    [InlineData("a: \"one\"\nb: 'two'\nc: three\nd: \"4\"\n")]
    [InlineData("m:\n  k: 1\na: |\n  one\n  two\nb: |-\n  three\n  four\n")]
    [InlineData("a:\n- x\n- w\nb:\n  c:\n  - z\n")]
    [InlineData("a:\n    b:\n      - x\n    c:\n        d: 1\n")]
    [InlineData("a:\n    b:\n        - x\n")]
    [InlineData("a: [1, 2]\n---\na: {b: 1}\n")]
    [InlineData("a: [x, it's, \"b\\nc\", \"d\", null, true, 1.5]\n")]
    public async Task Styles_of_collections_and_texts_come_back_as_they_were(string text)
    {
        _run.Write("s.yaml", text);
        _run.Write("p.yaml", text);
        Assert.Equal(0, (await _run.RunAsync("enc", "--keep-layout", "s.yaml")).Exit);
        Assert.Equal(0, (await _run.RunAsync("enc", "p.yaml")).Exit);
        Assert.Equal(text, (await _run.RunAsync("view", "--keep-layout", "s.yaml")).OutputText);
        Assert.Equal(
            (await _run.RunAsync("sops", "decrypt", "p.yaml")).OutputText, (await _run.RunAsync("sops", "decrypt", "s.yaml")).OutputText);
        Assert.Equal(0, (await _run.RunAsync("rotate", "--keep-layout", "s.yaml")).Exit);
        Assert.Equal(text, (await _run.RunAsync("view", "--keep-layout", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task Recipients_and_groups_change_without_the_layout()
    {
        _run.Variables["SECRETSKIT_KEEP_LAYOUT"] = "true";
        _run.Write("s.yaml", Plain);
        Assert.Equal(0, (await _run.RunAsync("enc", "s.yaml")).Exit);
        var before = Values();
        _run.WithKey("a1", "    # both\n").Write(
            ".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")},{VerbRun.Recipient("a2")}\n");
        Assert.Equal(0, (await _run.RunAsync("updatekeys", "--yes", "s.yaml")).Exit);
        Assert.Equal(before, Values());
        var add = await _run.RunAsync("groups", "add", "--ignore-rule", "--for-others", "--age", VerbRun.Recipient("a2"), "s.yaml");
        Assert.Equal(0, add.Exit);
        Assert.Equal(before, Values());

        string Values() => string.Join('\n', _run.Read("s.yaml").Split('\n').TakeWhile(line => line != "sops:"));
    }

    [Theory]
    [InlineData("a: [1, # one\n  2]\n")]
    [InlineData("a: [1, {b: 2}]\n\nc: 'x'\n")]
    [InlineData("a: &x\n  b: 1\n\nc: *x\n")]
    [InlineData("a: |+\n  text\n\n\nb: 1\n")]
    [InlineData("a: 1 # inline\n\n# foot\n\nb: 2\n# end\n")]
    [InlineData("# alone\n\n---\na: 1\n\n---\n\nb: 2\n")]
    [InlineData("a:\r\n  b: 1\r\n\r\n  c: 2\r\n")]
    [InlineData("? [x, y]\n: 1\n\n? k\n\n: 2\n")]
    [InlineData("- 1\n")]
    [InlineData("\"a\\u00e4\": 1\n\n\U0001F600: 2\n")]
    public async Task What_cannot_be_kept_never_changes_a_value(string text)
    {
        _run.Write("s.yaml", text);
        _run.Write("p.yaml", text);
        var (kept, usual) = (await _run.RunAsync("enc", "--keep-layout", "s.yaml"), await _run.RunAsync("enc", "p.yaml"));
        Assert.Equal(usual.Exit, kept.Exit);
        Assert.Equal(
            (await _run.RunAsync("sops", "decrypt", "p.yaml")).OutputText, (await _run.RunAsync("sops", "decrypt", "s.yaml")).OutputText);
        Assert.Equal(usual.Exit, (await _run.RunAsync("view", "--keep-layout", "s.yaml")).Exit);
    }

    [Theory]
    [InlineData("s.json", "{\"a\": 1}\n")]
    [InlineData("s.env", "A=1\n\nB=2\n")]
    [InlineData("s.ini", "[a]\nb = 1\n")]
    [InlineData("s.bin", "any\n\nbytes\n")]
    public async Task Other_formats_are_written_as_ever(string name, string text)
    {
        _run.Write(name, text);
        Assert.Equal(0, (await _run.RunAsync("enc", "--keep-layout", name)).Exit);
        var view = await _run.RunAsync("view", "--keep-layout", name);
        Assert.Equal((0, (await _run.RunAsync("view", name)).OutputText), (view.Exit, view.OutputText));
    }
}
