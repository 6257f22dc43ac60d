using System.Text.Json;

namespace SecretsKit.Goldens.Verbs;

/// <summary>What <c>doctor</c> finds, for people and for programs.</summary>
public sealed class DoctorTests
{
    private static readonly string A1 = VerbRun.Recipient("a1");

    [Fact]
    public async Task Keys_and_the_files_that_they_open_are_found()
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {A1} # alice\n");
        run.Write("s.yaml", $"a: {VerbRun.Canary}\n");
        await run.RunAsync("enc", "s.yaml");
        var result = await run.RunAsync("doctor");
        Assert.Equal(0, result.Exit);
        Assert.Contains($"keys\n  + SOPS_AGE_KEY: {A1} (alice)\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains($"this folder\n  + {run.Path}/.sops.yaml, 1 rule\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("  + the keys at hand open 1 of 1 encrypted files\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("versions\n  + secretskit ", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("AGE-SECRET-KEY", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("~/keys.txt", "SOPS_AGE_KEY_FILE is ~/keys.txt: only a shell reads ~ as the home folder")]
    [InlineData("/nowhere", "SOPS_AGE_KEY_FILE names /nowhere, which does not exist")]
    public async Task A_key_that_is_not_found_is_a_problem_with_its_reason(string value, string text)
    {
        using var run = new VerbRun();
        run.Variables["SOPS_AGE_KEY_FILE"] = value;
        var findings = await FindingsAsync(run, 1);
        Assert.Contains(findings, finding => finding.Topic == "keys" && finding.Level == "problem"
            && finding.Text.StartsWith(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plaintext_that_was_left_is_found_below_the_folder()
    {
        using var run = new VerbRun().WithKey();
        run.Write("deep/s.yaml", "a: x\n");
        await run.RunAsync("enc", "deep/s.yaml");
        await run.RunAsync("dec", "deep/s.yaml");
        var findings = await FindingsAsync(run, 0);
        Assert.Contains(("plaintext left", "warning", "deep/s.yaml.dec: a decrypted copy"), findings);
    }

    [Fact]
    public async Task Plaintext_that_a_killed_process_left_in_memory_is_reported_although_the_look_at_memory_clears_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a dead owner is known by its lock on Linux alone");
        using var run = new VerbRun().WithKey();
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var memory = Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetFileName(run.Home)), Private).FullName;
        try
        {
            run.Variables["XDG_RUNTIME_DIR"] = memory;
            var folder = Directory.CreateDirectory(Path.Combine(memory, "secretskit-heldAbc123"), Private).FullName;
            var findings = await FindingsAsync(run, 0);
            Assert.Contains(
                ("plaintext left", "warning", $"{folder}: a killed process left a folder that may hold plaintext; it is removed now"),
                findings);
            Assert.False(Directory.Exists(folder));
        }
        finally
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    [Fact]
    public async Task Of_a_copy_beside_a_plain_file_it_is_not_said_that_enc_takes_it_over()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        run.Write("s.yaml.dec", "a: y\n");
        var result = await run.RunAsync("doctor");
        Assert.Contains(
            "hint: s.yaml is not encrypted; 'mv s.yaml.dec s.yaml' takes the copy, 'rm s.yaml.dec' gives it up; "
                + "then 'secretskit enc s.yaml'",
            result.OutputText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_no_key_opens_and_fields_that_are_not_read_are_warned_of()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        await run.RunAsync("enc", "--for-others", "--age", VerbRun.Recipient("a2"), "s.yaml");
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regx: a\n    age: {A1}\n");
        var findings = await FindingsAsync(run, 0);
        Assert.Contains(("this folder", "warning", "the keys at hand open 0 of 1 encrypted files; not s.yaml"), findings);
        Assert.Contains(
            findings,
            finding => finding.Text.EndsWith("path_regx in creation_rules[0], which is nearly path_regex", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("VISUAL", "code --wait ($VISUAL)")]
    [InlineData("EDITOR", "code --wait ($EDITOR)")]
    public async Task The_editor_and_who_names_it_are_told(string variable, string text)
    {
        using var run = new VerbRun();
        run.Variables[variable] = "code --wait";
        Assert.Contains(("editor", "ok", text), await FindingsAsync(run, 0));
    }

    [Fact]
    public async Task Without_anything_the_first_steps_are_named_and_nothing_fails()
    {
        using var run = new VerbRun { OnTerminal = true };
        var result = await run.RunAsync("doctor");
        Assert.Equal(0, result.Exit);
        Assert.Contains("'secretskit keygen' makes one", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("'secretskit init' writes one", result.OutputText, StringComparison.Ordinal);
        Assert.All(result.OutputText.Split('\n').Select(Plain), line => Assert.True(line.Length <= 80, line));
    }

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9]*m", "");

    private static async Task<List<(string Topic, string Level, string Text)>> FindingsAsync(VerbRun run, int exit)
    {
        var result = await run.RunAsync("doctor", "--output", "json");
        Assert.Equal(exit, result.Exit);
        using var json = JsonDocument.Parse(result.OutputText);
        Assert.Equal(1, json.RootElement.GetProperty("format").GetInt32());
        return [.. json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => (
            finding.GetProperty("topic").GetString()!,
            finding.GetProperty("level").GetString()!,
            finding.GetProperty("text").GetString()!))];
    }
}
