using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>
/// Merges of files whose recipients or rules were changed: nothing is taken over without a word, and looser rules not at all.
/// </summary>
public sealed class MergeAccessTests
{
    private const string File = "s.yaml";
    private const string Plain = $"a: one\nb: {VerbRun.Canary}\nc: three\n";
    private static readonly string A1 = VerbRun.Recipient("a1");
    private static readonly string A2 = VerbRun.Recipient("a2");
    private static readonly string A3 = VerbRun.Recipient("a3");

    [Fact]
    public async Task A_planted_recipient_is_announced()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, KeylessEdit.Plant(@base, A2));
        Assert.Equal((0, $"s.yaml: their side added recipient age {A2}\n"), (result.Exit, result.ErrorText));
        Assert.Contains(A2, merged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_change_is_said_with_the_side_that_made_it()
    {
        using var bench = new GitBench();
        var @base = await UpdateAsync(bench, await bench.EncryptAsync(File, Plain), $"age: {A1},{A2}");
        var ours = await UpdateAsync(bench, @base, $"age: {A1},{A3}");
        var theirs = await bench.EditAsync(File, await UpdateAsync(bench, @base, $"age: {A1}"), "s/one/theirs/");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, theirs);
        Assert.Equal(
            (0, $"s.yaml: our side added recipient age {A3}\ns.yaml: both sides removed recipient age {A2}\n"),
            (result.Exit, result.ErrorText));
        Assert.DoesNotContain(A2, merged, StringComparison.Ordinal);
        var ancestor = await bench.MergeAsync(File, @base, ours, theirs, "--ancestor");
        Assert.Equal("", ancestor.Result.ErrorText);
    }

    [Fact]
    public async Task A_threshold_alone_is_announced_and_taken_with_its_shares()
    {
        using var bench = ThreeKeys();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        var theirs = await UpdateAsync(bench, @base, Groups(2));
        var (result, merged) = await bench.MergeAsync(File, @base, ours, theirs);
        Assert.Equal((0, "s.yaml: their side changed the key groups needed from 3 of 3 to 2 of 3\n"), (result.Exit, result.ErrorText));
        bench.Run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a1") + "\n" + GoldenKeys.Identity("a3");
        Assert.StartsWith("a: ours\n", await bench.ViewAsync(File, merged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_that_was_only_written_is_for_people_to_decide()
    {
        using var bench = ThreeKeys();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, KeylessEdit.Threshold(@base, 3, 2));
        Assert.Equal((1, ours), (result.Exit, merged));
        Assert.Contains("wrote another threshold for the shares of the old one", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(
            "their side changed the key groups needed from 3 of 3 to 2 of 3 (not taken over)", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_looser_selection_is_a_conflict_that_keeps_ours_until_somebody_decides()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        var theirs = KeylessEdit.Select(await bench.EditAsync(File, @base, "s/three/theirs/"), "^(a|b|c)$");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, theirs);
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "their side may leave values readable, or outside the MAC, that our side encrypts: sops\n",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains(
            "their side changed which values are encrypted from unencrypted_suffix _unencrypted to encrypted_regex ^(a|b|c)$ (not taken " +
            "over)",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains("unencrypted_suffix: _unencrypted", merged, StringComparison.Ordinal);
        Assert.Equal(
            Plain.Replace("one", "ours", StringComparison.Ordinal).Replace("three", "theirs", StringComparison.Ordinal),
            await bench.ViewAsync(File, merged));
        Assert.Contains("selection: encrypted_regex ^(a|b|c)$", bench.Run.Read(File + ".conflict"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ours", "unencrypted_suffix: _unencrypted", false)]
    [InlineData("--theirs", "encrypted_regex: ^(a|b|c)$", true)]
    public async Task Resolving_decides_and_says_what_is_taken_over(string side, string field, bool isSaid)
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        var theirs = KeylessEdit.Plant(KeylessEdit.Select(await bench.EditAsync(File, @base, "s/three/theirs/"), "^(a|b|c)$"), A2);
        await bench.ConflictAsync(File, @base, ours, theirs);
        var undecided = await bench.Run.RunAsync("git", "resolve", File);
        Assert.Equal(64, undecided.Exit);
        Assert.Contains($"their side added recipient age {A2} (not taken over)", undecided.ErrorText, StringComparison.Ordinal);
        var result = await bench.Run.RunAsync("git", "resolve", side, File);
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Contains(field, bench.Run.Read(File), StringComparison.Ordinal);
        Assert.Equal(isSaid, result.ErrorText.Contains($"s.yaml: their side added recipient age {A2}\n", StringComparison.Ordinal));
        Assert.Equal(isSaid, result.ErrorText.Contains("to encrypted_regex ^(a|b|c)$\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stricter_selection_and_MAC_are_taken_and_announced()
    {
        using var bench = new GitBench();
        bench.Run.WithKey("a1", "    unencrypted_suffix: _open\n    mac_only_encrypted: true\n");
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        bench.Run.WithKey("a1", "    unencrypted_suffix: _wide_open\n");
        var theirs = await bench.EncryptAsync(File, Plain);
        var (result, merged) = await bench.MergeAsync(File, @base, ours, theirs);
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Contains(
            "s.yaml: their side changed which values are encrypted from unencrypted_suffix _open to unencrypted_suffix _wide_open\n",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains("s.yaml: their side changed mac_only_encrypted from true to false\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("unencrypted_suffix: _wide_open", merged, StringComparison.Ordinal);
        Assert.DoesNotContain("mac_only_encrypted", merged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mac_only_encrypted_alone_is_never_taken_over_by_itself()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "s/one/ours/");
        bench.Run.WithKey("a1", "    mac_only_encrypted: true\n");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, await bench.EncryptAsync(File, Plain));
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "their side changed mac_only_encrypted from false to true (not taken over)", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("mac_only_encrypted", merged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_side_too_must_have_its_own_MAC()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, "a: one\nb_unencrypted: two\nc: three\n");
        var ours = @base.Replace("b_unencrypted: two", "b_unencrypted: forged", StringComparison.Ordinal);
        var theirs = await bench.EditAsync(File, @base, "s/three/theirs/");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, theirs);
        Assert.Equal((1, ours), (result.Exit, merged));
        Assert.Contains("(our version)", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("MAC does not match", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Their_new_secret_is_not_written_readable_where_our_rules_no_longer_cover_it()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, Plain);
        var theirs = await bench.EditAsync(File, @base, "$ a new: their-canary");
        var ours = KeylessEdit.Select(await bench.EditAsync(File, @base, "s/one/ours/"), "^(a|b|c)$");
        var (result, merged) = await bench.MergeAsync(File, @base, ours, theirs);
        Assert.Equal((1, ours), (result.Exit, merged));
        Assert.Contains("would be written readable", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("their-canary", result.ErrorText + merged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_new_secret_is_not_written_readable_where_their_rules_do_not_cover_it()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(File, Plain);
        var ours = await bench.EditAsync(File, @base, "$ a new: our-canary");
        var theirs = KeylessEdit.Select(await bench.EditAsync(File, @base, "s/three/theirs/"), "^(a|b|c)$");
        await bench.ConflictAsync(File, @base, ours, theirs);
        var before = bench.Run.Read(File);
        var result = await bench.Run.RunAsync("git", "resolve", "--theirs", File);
        Assert.Equal((1, before), (result.Exit, bench.Run.Read(File)));
        Assert.Contains("would be written readable", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("our-canary", result.ErrorText + before, StringComparison.Ordinal);
    }

    private static async Task<string> UpdateAsync(GitBench bench, string text, string rule)
    {
        bench.Run.Write(".sops.yaml", $"creation_rules:\n  - {rule}\n");
        bench.Run.Write(File, text);
        var result = await bench.Run.RunAsync("updatekeys", "--yes", File);
        Assert.True(result.Exit == 0, result.ErrorText);
        return bench.Run.Read(File);
    }

    private static GitBench ThreeKeys()
    {
        var bench = new GitBench();
        bench.Run.Variables["SOPS_AGE_KEY"] = string.Join(
            '\n', GoldenKeys.Identity("a1"), GoldenKeys.Identity("a2"), GoldenKeys.Identity("a3"));
        bench.Run.Write(".sops.yaml", $"creation_rules:\n  - {Groups(3)}\n");
        return bench;
    }

    private static string Groups(int threshold) =>
        $"shamir_threshold: {threshold}\n    key_groups:\n      - age: [{A1}]\n      - age: [{A2}]\n      - age: [{A3}]";
}
