using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>What git compares: plaintext, or marks; whatever is wrong with a file, its text as it is.</summary>
public sealed class TextconvTests
{
    private const string Plain = $"# about\na: one\nb: {VerbRun.Canary}\nport_unencrypted: 80\n";

    private static readonly string Block =
        "# sops: who can decrypt this file, and which of its values are encrypted; not part of the values\n"
        + $"# sops: recipient: age {VerbRun.Recipient("a1")}\n# sops: selection: unencrypted_suffix _unencrypted\n# sops: " +
            "mac_only_encrypted: false\n";

    [Fact]
    public async Task An_encrypted_file_is_shown_in_plaintext()
    {
        using var bench = new GitBench();
        await bench.EncryptAsync("s.yaml", Plain);
        var result = await bench.Run.RunAsync("git", "textconv", "--", "s.yaml");
        Assert.Equal((0, Plain + Block, ""), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Without_a_key_the_text_is_shown_as_it_is()
    {
        using var bench = new GitBench();
        var text = await bench.EncryptAsync("s.yaml", Plain);
        bench.Run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        var result = await bench.Run.RunAsync("git", "textconv", "s.yaml");
        Assert.Equal((0, text), (result.Exit, result.OutputText));
        Assert.Contains("none of the keys at hand opens it", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\n", "not encrypted")]
    [InlineData("", "not encrypted")]
    [InlineData("a: [\nsops:\n    mac: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]\n", "cannot be decrypted")]
    [InlineData(
        "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\nsops:\n    mac: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]\n",
        "cannot be decrypted")]
    public async Task Whatever_cannot_be_decrypted_is_shown_as_it_is(string text, string note)
    {
        using var bench = new GitBench();
        bench.Run.Write("s.yaml", text);
        var result = await bench.Run.RunAsync("git", "textconv", "s.yaml");
        Assert.Equal((0, text), (result.Exit, result.OutputText));
        Assert.Contains(note, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_MAC_is_told_and_does_not_hide_the_change()
    {
        using var bench = new GitBench();
        bench.Run.Write("s.yaml", (await bench.EncryptAsync("s.yaml", Plain)).Replace(": 80", ": 81", StringComparison.Ordinal));
        var result = await bench.Run.RunAsync("git", "textconv", "s.yaml");
        Assert.Equal((0, Plain.Replace(": 80", ": 81", StringComparison.Ordinal) + Block), (result.Exit, result.OutputText));
        Assert.Contains("MAC does not match", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.yaml", Plain)]
    [InlineData("s.json", $$"""{"a": "one", "b": "{{VerbRun.Canary}}", "l": ["x"]}""")]
    [InlineData("s.ini", $"[m]\na = one\nb = {VerbRun.Canary}\n")]
    [InlineData("s.env", $"a=one\nb={VerbRun.Canary}\n")]
    [InlineData("s.bin", $"one {VerbRun.Canary}\n")]
    public async Task Masked_shows_names_and_what_changed_and_needs_no_key(string name, string plain)
    {
        using var bench = new GitBench();
        var before = await bench.EncryptAsync(name, plain);
        var after = await bench.EditAsync(name, before, "s/one/two/");
        bench.Run.Variables.Remove("SOPS_AGE_KEY");
        var (old, now) = (await MaskedAsync(before), await MaskedAsync(after));
        var changed = old.Split('\n').Zip(now.Split('\n')).Where(pair => pair.First != pair.Second).ToList();
        var (from, to) = Assert.Single(changed);
        Assert.Contains("encrypted ", from, StringComparison.Ordinal);
        Assert.Contains(name == "s.bin" ? "data" : "a", to, StringComparison.Ordinal);
        Assert.Contains(VerbRun.Recipient("a1"), now, StringComparison.Ordinal);

        async Task<string> MaskedAsync(string text)
        {
            bench.Run.Write(name, text);
            var result = await bench.Run.RunAsync("git", "textconv", "--masked", name);
            Assert.Equal((0, ""), (result.Exit, result.ErrorText));
            Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain("ENC[", result.OutputText, StringComparison.Ordinal);
            return result.OutputText;
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_failure()
    {
        using var bench = new GitBench();
        Assert.Equal(1, (await bench.Run.RunAsync("git", "textconv", "none.yaml")).Exit);
    }
}
