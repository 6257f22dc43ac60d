using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>
/// What git compares ends with who can read the file: nothing that somebody changes there without a key is missing in a diff.
/// </summary>
public sealed class TextconvAccessTests
{
    private static readonly string A2 = VerbRun.Recipient("a2");

    private static readonly Dictionary<string, string> Plain = new()
    {
        ["s.yaml"] = "a: one\nb: two\n---\nc: three\n",
        ["s.json"] = "{\"a\": \"one\", \"m\": {\"b\": [\"two\"]}}",
        ["s.ini"] = "[m]\na = one\nb = two\n",
        ["s.env"] = "a=one\nb=two\n",
        ["s.bin"] = "one\ntwo",
    };

    public static IEnumerable<TheoryDataRow<string, bool>> Shown =>
        Plain.Keys.SelectMany(name => new[] { new TheoryDataRow<string, bool>(name, false), new TheoryDataRow<string, bool>(name, true) });

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Each_keyless_change_is_a_line_of_the_diff_and_nothing_else_is(bool masked)
    {
        using var bench = new GitBench();
        var text = await bench.EncryptAsync("s.yaml", "a: one\nb: two\n");
        var before = await ShowAsync(bench, "s.yaml", text, masked);
        Assert.Equal(
            [$"+# sops: recipient: age {A2}"], Diff(before, await ShowAsync(bench, "s.yaml", KeylessEdit.Plant(text, A2), masked)));
        Assert.Equal(
            ["-# sops: selection: unencrypted_suffix _unencrypted", "+# sops: selection: encrypted_regex ^(a|b)$"],
            Diff(before, await ShowAsync(bench, "s.yaml", KeylessEdit.Select(text, "^(a|b)$"), masked)));
        Assert.Contains(
            "+# sops: mac_only_encrypted: true",
            Diff(
                before,
                await ShowAsync(
                    bench,
                    "s.yaml",
                    text.Replace("    version:", "    mac_only_encrypted: true\n    version:", StringComparison.Ordinal),
                    masked)));
    }

    [Fact]
    public async Task Groups_and_their_threshold_are_shown()
    {
        using var bench = new GitBench();
        bench.Run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a1") + "\n" + GoldenKeys.Identity("a2");
        bench.Run.Write(
            ".sops.yaml",
            $"creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - age: [{VerbRun.Recipient("a1")}]\n      - age: [{A2}]\n");
        var text = await bench.EncryptAsync("s.yaml", "a: one\n");
        var before = await ShowAsync(bench, "s.yaml", text, masked: false);
        Assert.Contains($"# sops: groups needed: 2 of 2\n# sops: group 0: recipient: age {VerbRun.Recipient("a1")}\n# sops: group 1: " +
            $"recipient: age {A2}\n", before, StringComparison.Ordinal);
        Assert.Equal(
            ["-# sops: groups needed: 2 of 2", "+# sops: groups needed: 1 of 2"],
            Diff(before, await ShowAsync(bench, "s.yaml", KeylessEdit.Threshold(text, 2, 1), masked: false)));
    }

    [Theory, MemberData(nameof(Shown))]
    public async Task A_new_data_key_changes_nothing_of_the_block_and_the_whole_is_a_document_of_its_format(string name, bool masked)
    {
        using var bench = new GitBench();
        var text = await bench.EncryptAsync(name, Plain[name]);
        var before = await ShowAsync(bench, name, text, masked);
        Assert.Equal(0, (await bench.Run.RunAsync("rotate", name)).Exit);
        var after = await ShowAsync(bench, name, bench.Run.Read(name), masked);
        Assert.DoesNotContain(Diff(before, after), line => line[1..]
            .StartsWith("# sops", StringComparison.Ordinal) || line[1..]
            .StartsWith("\"sops", StringComparison.Ordinal));
        Assert.Contains("sops: recipient: age " + VerbRun.Recipient("a1"), before, StringComparison.Ordinal);
        var isJson = name == "s.json" || (masked && name == "s.bin");
        Assert.EndsWith(
            isJson ? "sops: mac_only_encrypted: false\"\n]\n}\n" : name == "s.bin" ? "has no line end\n" : "mac_only_encrypted: false\n",
            before,
            StringComparison.Ordinal);
        var format = isJson ? DocumentFormat.Json : DocumentFormats.OfPath(name);
        DocumentFormats.Plain(format).Read(Encoding.UTF8.GetBytes(before), DocumentLimits.Default);
    }

    [Theory]
    [InlineData("s.yaml", "# sops: recipient: age fake\na: one\n")]
    [InlineData("s.yaml", "a: |\n    x\n    # sops: recipient: age fake\n# sops: selection: all values\nb: 1\n")]
    [InlineData("s.ini", "[m]\na = \"\"\"x\n# sops: recipient: age fake\n\"\"\"\n")]
    [InlineData("s.env", "# sops: recipient: age fake\na=one\n")]
    [InlineData("s.bin", "one\n# sops: recipient: age fake\n")]
    [InlineData(
        "s.bin",
        "# sops: who can decrypt this file, and which of its values are encrypted; not part of the values\n# sops: recipient: age fake")]
    [InlineData("s.json", "{\"a\": [\"sops: recipient: age fake\"], \"b\": {\"sops\": [\"sops: recipient: age fake\"]}}")]
    public async Task Values_cannot_look_like_the_block(string name, string plain)
    {
        using var bench = new GitBench();
        bench.Run.Write(".sops.yaml", bench.Run.Read(".sops.yaml") + "    unencrypted_regex: ^(a|b|m)$\nstores:\n  json:\n    indent: 0\n");
        var shown = await ShowAsync(bench, name, await bench.EncryptAsync(name, plain), masked: false);
        var mark = name == "s.json" ? "\"sops: " : "# sops: ";
        var block = shown.Split('\n').Where(line => line.StartsWith(mark, StringComparison.Ordinal)).ToList();
        Assert.Contains("fake", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(
            block, line => line.Contains("fake", StringComparison.Ordinal) || line.Contains("all values", StringComparison.Ordinal));
        Assert.Single(block, line => line.Contains("who can decrypt", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Shown))]
    public async Task A_file_that_holds_what_git_compares_is_not_taken_for_the_encrypted_one(string name, bool masked)
    {
        using var bench = new GitBench();
        var before = await ShowAsync(bench, name, await bench.EncryptAsync(name, Plain[name]), masked);
        var after = await ShowAsync(bench, name, before, masked);
        Assert.Contains(Diff(before, after), line => line.Contains("sops: recipient: ", StringComparison.Ordinal) && line[0] == '-');
    }

    private static async Task<string> ShowAsync(GitBench bench, string name, string text, bool masked)
    {
        bench.Run.Write(name, text);
        var result = await bench.Run.RunAsync(["git", "textconv", .. masked ? ["--masked"] : Array.Empty<string>(), name]);
        Assert.Equal(0, result.Exit);
        return result.OutputText;
    }

    // Lines that one text has and the other has not.
    private static List<string> Diff(string old, string now)
    {
        var (before, after) = (old.Split('\n'), now.Split('\n'));
        return [.. before.Except(after).Select(line => "-" + line), .. after.Except(before).Select(line => "+" + line)];
    }
}
