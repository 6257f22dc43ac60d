using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Age;

/// <summary>Our own verbs and the sops ones with a plugin that runs.</summary>
public sealed class AgePluginVerbTests : IDisposable
{
    private const string Recipient = "age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz";
    private const string Identity = "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7";

    private readonly VerbRun _run = new() { Prompt = new ScriptedTerminal("1", "1234") };

    public AgePluginVerbTests()
    {
        var folder = Path.Combine(_run.Home, "bin");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "age-plugin-rec");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "age-plugin", "age-plugin-rec"), path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _run.Variables["PATH"] = folder + ":" + _run.Variables["PATH"];
        _run.Write("secrets.yaml", "a: 1\n");
        _run.Write("id.txt", Identity + "\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_plugin_encrypts_and_its_identity_opens()
    {
        Assert.Equal(0, (await _run.RunAsync("enc", "--age", Recipient, "secrets.yaml")).Exit);
        _run.Variables["SOPS_AGE_KEY_FILE"] = "id.txt";
        foreach (var scenario in (string[])["plain", "confirm-yes-no", "request-secret"])
        {
            _run.Variables["REC_SCENARIO"] = scenario;
            Assert.Equal("a: 1\n", (await _run.RunAsync("view", "secrets.yaml")).OutputText);
        }
    }

    [Fact]
    public async Task Messages_are_shown_by_our_verbs_and_by_sops_when_it_is_verbose()
    {
        _run.Variables["REC_SCENARIO"] = "msg";
        var result = await _run.RunAsync("enc", "--age", Recipient, "secrets.yaml");
        Assert.Contains("secretskit: rec plugin: touch the thing, Grüße\n", result.ErrorText, StringComparison.Ordinal);
        _run.Variables["SOPS_AGE_KEY_FILE"] = "id.txt";
        Assert.Equal("", (await _run.RunAsync("sops", "decrypt", "secrets.yaml")).ErrorText);
        Assert.Equal(
            "rec plugin: touch the thing, Grüße\n", (await _run.RunAsync("sops", "--verbose", "decrypt", "secrets.yaml")).ErrorText);
    }

    [Fact]
    public async Task Updatekeys_wraps_for_a_plugin_and_opens_with_one()
    {
        _run.WithKey();
        Assert.Equal(0, (await _run.RunAsync("enc", "secrets.yaml")).Exit);
        _run.Write(".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")},{Recipient}\n");
        Assert.Equal(0, (await _run.RunAsync("sops", "updatekeys", "-y", "secrets.yaml")).Exit);
        _run.Variables["SOPS_AGE_KEY"] = Identity;
        Assert.Equal("a: 1\n", (await _run.RunAsync("view", "secrets.yaml")).OutputText);
        _run.Write(".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a2")}\n");
        Assert.Equal(0, (await _run.RunAsync("sops", "updatekeys", "-y", "secrets.yaml")).Exit);
        _run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        Assert.Equal("a: 1\n", (await _run.RunAsync("view", "secrets.yaml")).OutputText);
    }

    [Fact]
    public async Task A_plugin_that_is_not_there_is_named_with_what_to_do()
    {
        var result = await _run.RunAsync("enc", "--age", "age1absent10qyjreut", "secrets.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("absent plugin: couldn't start plugin: \"absent\" plugin not found", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("a: 1\n", _run.Read("secrets.yaml"));
    }
}
