using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Editing: P-072.</summary>
public sealed partial class EditTests
{
    private const string Plain = $"a: one\nb: {VerbRun.Canary}\nc: three\n";

    /// <summary>P-072.</summary>
    [Fact]
    public async Task P_072_What_is_saved_is_encrypted_again_and_only_what_changed_differs()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        await run.RunAsync("enc", "secrets.yaml");
        var before = run.Read("secrets.yaml");
        run.Editor("sed -i s/one/changed/ \"$1\"");
        var result = await run.RunAsync("edit", "--unattended", "secrets.yaml");
        Assert.Equal((0, "", "encrypted secrets.yaml\n"), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(Plain.Replace("one", "changed", StringComparison.Ordinal), (await run.RunAsync("view", "secrets.yaml")).OutputText);
        var differing = before.Split('\n')
            .Zip(run.Read("secrets.yaml").Split('\n'))
            .Where(pair => pair.First != pair.Second)
            .Select(pair => Key().Match(pair.First).Value);
        Assert.Subset(new HashSet<string> { "a", "lastmodified", "mac" }, differing.ToHashSet());
    }

    /// <summary>P-072.</summary>
    [Fact]
    public async Task P_072_The_plaintext_lies_in_memory_and_is_gone_afterwards()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        await run.RunAsync("enc", "secrets.yaml");
        run.Editor($"echo \"$1\" > {run.Home}/where; stat -f -c %T \"$1\" > {run.Home}/kind; stat -c %a \"$1\" > {run.Home}/mode");
        await run.RunAsync("edit", "--unattended", "secrets.yaml");
        string Seen(string name) => File.ReadAllText(Path.Combine(run.Home, name)).Trim();
        Assert.Equal(("tmpfs", "600"), (Seen("kind"), Seen("mode")));
        Assert.False(File.Exists(Seen("where")));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Seen("where"))));
    }

    [Fact]
    public async Task Nothing_changed_is_no_failure()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        await run.RunAsync("enc", "secrets.yaml");
        var before = run.Read("secrets.yaml");
        run.Editor("true");
        var result = await run.RunAsync("edit", "--unattended", "secrets.yaml");
        Assert.Equal((0, "secrets.yaml: nothing changed\n"), (result.Exit, result.ErrorText));
        Assert.Equal(before, run.Read("secrets.yaml"));
    }

    [Fact]
    public async Task A_new_file_begins_with_the_example_and_is_never_plain()
    {
        using var run = new VerbRun().WithKey();
        run.Editor($"printf 'fresh: {VerbRun.Canary}\\n' > \"$1\"");
        Assert.Equal(0, (await run.RunAsync("edit", "--unattended", "new.yaml")).Exit);
        Assert.DoesNotContain(VerbRun.Canary, run.Read("new.yaml"));
        Assert.Equal($"fresh: {VerbRun.Canary}\n", (await run.RunAsync("view", "new.yaml")).OutputText);
    }

    [Fact]
    public async Task A_text_that_cannot_be_read_leads_back_to_the_editor()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        await run.RunAsync("enc", "secrets.yaml");
        run.Editor($"if [ -e {run.Home}/again ]; then printf 'a: fixed\\n' > \"$1\"; else printf 'a: [{VerbRun.Canary}\\n' > \"$1\"; " +
            $"touch {run.Home}/again; fi");
        var result = await run.RunWithInputAsync("\n", "edit", "--unattended", "secrets.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains("press Enter to return to the editor", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("a: fixed\n", (await run.RunAsync("view", "secrets.yaml")).OutputText);
    }

    [GeneratedRegex(@"\w+(?=:)")]
    private static partial Regex Key();
}
