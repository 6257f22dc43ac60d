using System.Text.Json;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Verbs;

/// <summary>New data keys, key groups, and what files say about themselves.</summary>
public sealed class RotateTests
{
    private static readonly string A1 = VerbRun.Recipient("a1");
    private static readonly string A2 = VerbRun.Recipient("a2");

    [Fact]
    public async Task Every_value_gets_a_new_ciphertext_and_stays_the_same()
    {
        using var run = await WithFilesAsync();
        var before = run.Read("a.yaml");
        var result = await run.RunAsync("rotate", ".");
        Assert.Equal((0, "a.yaml: new data key\nb/c.env: new data key\n2 files rotated\n"), (result.Exit, result.ErrorText));
        Assert.Empty(before.Split('\n')
            .Where(line => line.Contains("ENC[", StringComparison.Ordinal))
            .Intersect(run.Read("a.yaml").Split('\n')));
        Assert.Equal($"a: {VerbRun.Canary}\nb: 2\n", (await run.RunAsync("view", "a.yaml")).OutputText);
        Assert.Equal("A=1\n", (await run.RunAsync("view", "b/c.env")).OutputText);
    }

    [Fact]
    public async Task Recipients_are_added_and_removed()
    {
        using var run = await WithFilesAsync();
        Assert.Equal(0, (await run.RunAsync("rotate", "--add-age", A2, "--add-age", A1, "--rm-age", A1, "a.yaml")).Exit);
        Assert.Equal(1, (await run.RunAsync("view", "a.yaml")).Exit);
        run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        Assert.Equal(0, (await run.RunAsync("view", "a.yaml")).Exit);
    }

    [Theory]
    [InlineData("--rm-age A1", "a key group would be empty")]
    [InlineData("--rm-age A2", "is not among the recipients")]
    [InlineData("--add-age age1nonsense", "age1nonsense")]
    public async Task What_would_lock_the_file_is_refused(string words, string message)
    {
        using var run = await WithFilesAsync();
        var before = run.Read("a.yaml");
        var result = await run.RunAsync(["rotate", .. words.Replace("A1", A1, StringComparison.Ordinal)
            .Replace("A2", A2, StringComparison.Ordinal)
            .Split(' '), "a.yaml"]);
        Assert.Equal((1, before), (result.Exit, run.Read("a.yaml")));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_a_line_for_each_file()
    {
        using var run = await WithFilesAsync();
        var result = await run.RunAsync("rotate", "-o", "json", "a.yaml", "missing.yaml");
        Assert.Equal(
            "{\"file\":\"a.yaml\",\"status\":\"rotated\"}\n{\"file\":\"missing.yaml\",\"status\":\"failed\",\"error\":\"there is no " +
            "such file\"}\n", result.OutputText);
        Assert.Equal(1, result.Exit);
    }

    [Fact]
    public async Task Groups_are_added_listed_and_deleted()
    {
        using var run = await WithFilesAsync();
        Assert.Equal(0, (await run.RunAsync("groups", "add", "--age", A2, "--threshold", "2", "a.yaml")).Exit);
        var list = await run.RunAsync("groups", "list", "a.yaml");
        Assert.Equal($"a.yaml: 2 of 2 groups needed\n  group 0\n    age {A1}\n  group 1\n    age {A2}\n", list.OutputText);
        var json = await run.RunAsync("groups", "list", "--output", "json", "a.yaml");
        Assert.Equal(2, JsonDocument.Parse(json.OutputText).RootElement.GetProperty("threshold").GetInt32());
        Assert.Equal(1, (await run.RunAsync("view", "a.yaml")).Exit);

        run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a1") + "\n" + GoldenKeys.Identity("a2");
        Assert.Equal(0, (await run.RunAsync("view", "a.yaml")).Exit);
        Assert.Contains("threshold", (await run.RunAsync("groups", "delete", "a.yaml", "1")).ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("groups", "delete", "--ignore-rule", "--threshold", "1", "a.yaml", "0")).Exit);
        Assert.Equal($"a.yaml: any of these keys\n  group 0\n    age {A2}\n", (await run.RunAsync("groups", "list", "a.yaml")).OutputText);
        Assert.Contains("only key group", (await run.RunAsync("groups", "delete", "a.yaml", "0")).ErrorText, StringComparison.Ordinal);
        Assert.Contains(
            "there is no key group 7", (await run.RunAsync("groups", "delete", "a.yaml", "7")).ErrorText, StringComparison.Ordinal);
        Assert.Equal(64, (await run.RunAsync("groups", "add", "a.yaml")).Exit);
    }

    [Theory]
    [InlineData("groups", 64, "'secretskit groups --help' lists the commands")]
    [InlineData("groups lst a.yaml", 64, "did you mean 'secretskit groups list'?")]
    [InlineData("groups --help", 0, "  list  ")]
    [InlineData("help groups", 0, "  list  ")]
    [InlineData("help groups list", 0, "usage: secretskit groups list")]
    public async Task Half_a_command_is_answered_with_the_whole_ones(string words, int exit, string text)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync(words.Split(' '));
        Assert.Equal(exit, result.Exit);
        Assert.Contains(text, result.OutputText + result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filestatus_tells_recipients_and_which_key_is_at_hand()
    {
        using var run = await WithFilesAsync();
        await run.RunAsync("rotate", "--add-age", A2, "a.yaml");
        var text = (await run.RunAsync("filestatus", "a.yaml", "plain.yaml")).OutputText;
        Assert.StartsWith("a.yaml: encrypted, opens with a key at hand\n  changed 20", text, StringComparison.Ordinal);
        Assert.EndsWith(
            $", written by version 3.13.2\n  age {A1}  (key at hand)\n  age {A2}\nplain.yaml: not encrypted\n",
            text,
            StringComparison.Ordinal);

        var json = (await run.RunAsync("filestatus", "--output", "json", "a.yaml")).OutputText;
        var status = JsonDocument.Parse(json).RootElement;
        Assert.True(status.GetProperty("encrypted").GetBoolean());
        Assert.True(status.GetProperty("opens").GetBoolean());
        Assert.Equal([true, false], status.GetProperty("groups")[0]
            .GetProperty("keys")
            .EnumerateArray()
            .Select(key => key.GetProperty("held").GetBoolean()));
        Assert.Equal(
            "{\"file\":\"plain.yaml\",\"encrypted\":false}\n", (await run.RunAsync("filestatus", "-o", "json", "plain.yaml")).OutputText);
        run.Variables.Remove("SOPS_AGE_KEY");
        Assert.StartsWith(
            "a.yaml: encrypted, no key at hand opens it\n",
            (await run.RunAsync("filestatus", "a.yaml")).OutputText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filestatus_of_a_folder_is_that_of_its_encrypted_files()
    {
        using var run = await WithFilesAsync();
        var result = await run.RunAsync("filestatus", "-o", "json", ".");
        Assert.Equal(["a.yaml", "b/c.env"], result.OutputText.TrimEnd()
            .Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()));
        Directory.CreateDirectory(run.File("empty"));
        var empty = await run.RunAsync("filestatus", "empty");
        Assert.Equal(1, empty.Exit);
        Assert.Contains("no encrypted files in empty", empty.ErrorText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> WithFilesAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("a.yaml", $"a: {VerbRun.Canary}\nb: 2\n");
        run.Write("b/c.env", "A=1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml", "b/c.env")).Exit);
        run.Write("plain.yaml", "a: 1\n");
        return run;
    }
}
