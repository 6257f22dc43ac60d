namespace SecretsKit.Goldens.Verbs;

/// <summary>The way back from <c>dec</c>: <c>enc</c> takes a changed copy over, and no verb passes one over in silence.</summary>
public sealed class CopyTakeoverTests
{
    private const string Plain = $"a: one\n# note\nb: {VerbRun.Canary}\n";

    [Fact]
    public async Task Enc_takes_a_changed_copy_over_keeps_other_ciphertext_and_removes_it()
    {
        using var run = await DecryptedAsync();
        var before = run.Read("s.yaml").Split('\n');
        run.Write("s.yaml.dec", Plain.Replace("one", "two", StringComparison.Ordinal));
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal(
            (0, "encrypted s.yaml.dec into s.yaml; unchanged values keep their ciphertext\nremoved s.yaml.dec\n"),
            (result.Exit, result.ErrorText));
        Assert.False(run.Has("s.yaml.dec"));
        var after = run.Read("s.yaml").Split('\n');
        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(before[1..3], after[1..3]);
        Assert.Equal(Plain.Replace("one", "two", StringComparison.Ordinal), (await run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task Keep_dec_keeps_the_copy()
    {
        using var run = await DecryptedAsync();
        run.Write("s.yaml.dec", Plain.Replace("one", "two", StringComparison.Ordinal));
        Assert.Equal(0, (await run.RunAsync("enc", "--keep-dec", "s.yaml")).Exit);
        Assert.True(run.Has("s.yaml.dec"));
    }

    [Fact]
    public async Task A_copy_that_was_not_changed_is_removed_and_the_file_stays()
    {
        using var run = await DecryptedAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal((0, "s.yaml: nothing changed in s.yaml.dec\nremoved s.yaml.dec\n"), (result.Exit, result.ErrorText));
        Assert.Equal((before, false), (run.Read("s.yaml"), run.Has("s.yaml.dec")));
    }

    [Fact]
    public async Task A_copy_that_is_older_than_the_file_would_undo_the_work_of_others()
    {
        using var run = await DecryptedAsync();
        run.Write("s.yaml.dec", Plain.Replace("one", "mine", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(run.File("s.yaml.dec"), DateTime.UnixEpoch);
        var before = run.Read("s.yaml");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal((1, before, true), (result.Exit, run.Read("s.yaml"), run.Has("s.yaml.dec")));
        Assert.Contains("s.yaml.dec is older than the file", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("'touch s.yaml.dec' lets the copy count, 'rm s.yaml.dec' gives it up", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [" + VerbRun.Canary + "\n", "s.yaml.dec:")]
    [InlineData("", "")]
    public async Task A_copy_that_cannot_be_read_changes_nothing_and_stays(string text, string message)
    {
        using var run = await DecryptedAsync();
        var before = run.Read("s.yaml");
        run.Write("s.yaml.dec", text);
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal((1, before, true), (result.Exit, run.Read("s.yaml"), run.Has("s.yaml.dec")));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_a_plain_file_a_newer_copy_that_differs_is_asked_about()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", Plain);
        run.Write("s.yaml.dec", "a: newer\n");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal((1, Plain), (result.Exit, run.Read("s.yaml")));
        Assert.Contains(
            "s.yaml.dec is newer and holds something else: which of them shall be encrypted?\n" +
                "hint: 'mv s.yaml.dec s.yaml' takes the copy, 'rm s.yaml.dec' gives it up\n",
            result.ErrorText,
            StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(run.File("s.yaml.dec"), DateTime.UnixEpoch);
        result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal((0, true), (result.Exit, run.Has("s.yaml.dec")));
        Assert.StartsWith("warning: s.yaml.dec holds something else than s.yaml", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_of_a_plain_file_that_is_the_same_goes_with_it()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", Plain);
        run.Write("s.yaml.dec", Plain);
        Assert.EndsWith("removed s.yaml.dec\n", (await run.RunAsync("enc", "s.yaml")).ErrorText, StringComparison.Ordinal);
        Assert.False(run.Has("s.yaml.dec"));
    }

    [Theory]
    [InlineData("view s.yaml")]
    [InlineData("set s.yaml c x")]
    [InlineData("unset s.yaml c")]
    [InlineData("rotate s.yaml")]
    [InlineData("exec-env s.yaml -- true")]
    [InlineData("exec-file s.yaml -- true {}")]
    [InlineData("edit --unattended s.yaml")]
    public async Task Verbs_that_work_with_the_file_say_that_a_changed_copy_is_not_looked_at(string command)
    {
        using var run = await DecryptedAsync();
        run.Editor("true");
        Assert.DoesNotContain(".dec", (await run.RunAsync(command.Split(' '))).ErrorText, StringComparison.Ordinal);
        run.Write("s.yaml.dec", "a: changed\n");
        Assert.Contains(
            "warning: s.yaml.dec is newer than s.yaml, holds something else, and is not looked at\n" +
                "hint: 'secretskit enc s.yaml' takes its values over; 'rm s.yaml.dec' gives them up\n",
            (await run.RunAsync(command.Split(' '))).ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_itself_is_not_encrypted_as_opaque_bytes()
    {
        using var run = await DecryptedAsync();
        var result = await run.RunAsync("enc", "s.yaml.dec");
        Assert.Equal((64, Plain), (result.Exit, run.Read("s.yaml.dec")));
        Assert.Contains("hint: 'secretskit enc s.yaml' takes its values over\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_enc_takes_it_over_too()
    {
        using var run = await DecryptedAsync();
        run.Write("s.yaml.dec", Plain.Replace("one", "two", StringComparison.Ordinal));
        Assert.Equal(0, (await run.RunAsync("secrets", "enc", "s.yaml")).Exit);
        Assert.StartsWith("a: two\n", (await run.RunAsync("view", "s.yaml")).OutputText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> DecryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        Assert.Equal(0, (await run.RunAsync("dec", "s.yaml")).Exit);
        return run;
    }
}
