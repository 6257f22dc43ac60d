using System.Text.RegularExpressions;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>The merge driver on three versions of a file: values merge by key, and what git sees is always an encrypted file.</summary>
public sealed partial class MergeDriverTests
{
    private const string Secret = VerbRun.Canary;

    private static readonly Dictionary<string, string> Plain = new()
    {
        ["s.yaml"] = $"# about\na: one\nb: {Secret}\nm:\n    c: three\n    d: 4\n",
        ["s.json"] = $$"""{"a": "one", "b": "{{Secret}}", "m": {"c": "three", "d": 4} }""" + "\n",
        ["s.ini"] = $"; about\n[m]\na = one\nb = {Secret}\nc = three\n",
        ["s.env"] = $"# about\na=one\nb={Secret}\nc=three\n",
    };

    public static IEnumerable<TheoryDataRow<string>> Formats => Plain.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Formats))]
    public async Task Both_sides_changes_are_in_the_result_and_the_rest_keeps_its_ciphertext(string name)
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(name, Plain[name]);
        var ours = await bench.EditAsync(name, @base, "s/one/ours/");
        var theirs = await bench.EditAsync(name, @base, "s/three/theirs/");
        var (result, merged) = await bench.MergeAsync(name, @base, ours, theirs);
        Assert.Equal((0, "", ""), (result.Exit, result.OutputText, result.ErrorText));
        var plain = await bench.ViewAsync(name, merged);
        Assert.Contains("ours", plain, StringComparison.Ordinal);
        Assert.Contains("theirs", plain, StringComparison.Ordinal);
        Assert.Contains(Secret, plain, StringComparison.Ordinal);

        // Every ciphertext but the MAC is one of either side's.
        var known = Ciphertexts(ours).Concat(Ciphertexts(theirs)).ToHashSet();
        Assert.Single(Ciphertexts(merged), text => !known.Contains(text));
        Assert.False(bench.Run.Has(name + ".conflict"));
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_conflict_keeps_our_side_and_both_ciphertexts_beside_it(string name)
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync(name, Plain[name]);
        var ours = await bench.EditAsync(name, @base, "s/one/our-canary/;s/three/3/");
        var theirs = await bench.EditAsync(name, @base, "s/one/their-canary/");
        var (result, merged) = await bench.MergeAsync(name, @base, ours, theirs);
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains("[\"a\"]", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("-canary", result.ErrorText, StringComparison.Ordinal);
        var plain = await bench.ViewAsync(name, merged);
        Assert.Contains("our-canary", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("their-canary", plain, StringComparison.Ordinal);
        var beside = bench.Run.Read(name + ".conflict");
        var conflicting = Ciphertexts(ours)
            .Except(Ciphertexts(@base))
            .Concat(Ciphertexts(theirs).Except(Ciphertexts(@base)))
            .Where(beside.Contains);
        Assert.Equal(2, conflicting.Count());
        Assert.DoesNotContain("canary", beside, StringComparison.Ordinal);
        Assert.DoesNotContain("<<<<<<<", merged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_both_sides_made_alike_is_no_conflict_and_leaves_our_file_as_it_is()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/same/");
        var theirs = await bench.EditAsync("s.yaml", @base, "s/one/same/");
        Assert.NotEqual(ours, theirs);
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs);
        Assert.Equal((0, ours), (result.Exit, merged));
    }

    [Fact]
    public async Task A_binary_file_is_one_value()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.bin", "one\n");
        var changed = await bench.EditAsync("s.bin", @base, "s/one/two/");
        var other = await bench.EditAsync("s.bin", @base, "s/one/three/");
        Assert.Equal("two\n", await bench.ViewAsync("s.bin", (await bench.MergeAsync("s.bin", @base, @base, changed)).Merged));
        var (result, merged) = await bench.MergeAsync("s.bin", @base, other, changed);
        Assert.Equal((1, "three\n"), (result.Exit, await bench.ViewAsync("s.bin", merged)));
    }

    [Fact]
    public async Task Without_an_ancestor_files_made_on_both_sides_are_joined_under_a_new_key()
    {
        using var bench = new GitBench();
        var ours = await bench.EncryptAsync("s.yaml", "a: 1\nb: 2\n");
        var theirs = await bench.EncryptAsync("s.yaml", "b: 2\nc: 3\n");
        var (result, merged) = await bench.MergeAsync("s.yaml", "", ours, theirs);
        Assert.Equal((0, "a: 1\nb: 2\nc: 3\n"), (result.Exit, await bench.ViewAsync("s.yaml", merged)));
        Assert.Contains("gets a new one", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(Ciphertexts(merged).Intersect(Ciphertexts(ours)));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_rotation_on_one_side_is_never_undone(bool weRotate)
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        bench.Run.Write("s.yaml", @base);
        Assert.Equal(0, (await bench.Run.RunAsync("sops", "rotate", "-i", "s.yaml")).Exit);
        var rotated = await bench.EditAsync("s.yaml", bench.Run.Read("s.yaml"), "s/one/rotated/");
        var edited = await bench.EditAsync("s.yaml", @base, "s/three/edited/");
        var (result, merged) = weRotate
            ? await bench.MergeAsync("s.yaml", @base, rotated, edited)
            : await bench.MergeAsync("s.yaml", @base, edited, rotated);
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Equal(Plain["s.yaml"]
            .Replace("one", "rotated", StringComparison.Ordinal)
            .Replace("three", "edited", StringComparison.Ordinal), await bench.ViewAsync("s.yaml", merged));
        Assert.Empty(Ciphertexts(merged).Intersect(Ciphertexts(edited)));
        Assert.Equal(weRotate, Ciphertexts(merged).Intersect(Ciphertexts(rotated)).Any());
    }

    [Fact]
    public async Task Recipients_that_they_added_can_read_the_result()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        bench.Run.Write("s.yaml", @base);
        bench.Run.Write(".sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")},{VerbRun.Recipient("a2")}\n");
        Assert.Equal(0, (await bench.Run.RunAsync("sops", "updatekeys", "-y", "s.yaml")).Exit);
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, bench.Run.Read("s.yaml"));
        Assert.True(result.Exit == 0, result.ErrorText);
        bench.Run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        Assert.Contains("a: ours", await bench.ViewAsync("s.yaml", merged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_recipients_under_another_key_are_a_conflict_and_our_values_stay_among_ours()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "$ a added: by-us");
        bench.Run.Write("s.yaml", Plain["s.yaml"]);
        Assert.Equal(0, (await bench.Run.RunAsync("enc", "--age", $"{VerbRun.Recipient("a1")},{VerbRun.Recipient("a2")}", "s.yaml")).Exit);
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, bench.Run.Read("s.yaml"));
        Assert.Equal(1, result.Exit);
        Assert.Contains("who can read the file", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(VerbRun.Recipient("a2"), bench.Run.Read("s.yaml.conflict"), StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Recipient("a2"), merged, StringComparison.Ordinal);
        Assert.Equal(ours, merged);
    }

    [Fact]
    public async Task Without_a_key_nothing_changes_and_git_is_told_of_a_conflict()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        var theirs = await bench.EditAsync("s.yaml", @base, "s/three/theirs/");
        bench.Run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs);
        Assert.Equal((1, ours), (result.Exit, merged));
        Assert.Contains("none of the keys at hand opens this file", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("was not merged", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_was_changed_without_its_key_is_not_given_a_new_MAC()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", "a: one\nb_unencrypted: two\nc: three\n");
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        var theirs = @base.Replace("b_unencrypted: two", "b_unencrypted: forged", StringComparison.Ordinal);
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs);
        Assert.Equal((1, ours), (result.Exit, merged));
        Assert.Contains("their version", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("MAC does not match", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task One_side_in_plaintext_is_refused(bool ours)
    {
        using var bench = new GitBench();
        var plain = Plain["s.yaml"];
        var encrypted = await bench.EncryptAsync("s.yaml", plain);
        var (result, merged) = await bench.MergeAsync("s.yaml", plain, ours ? plain : encrypted, ours ? encrypted : plain);
        Assert.Equal((1, ours ? plain : encrypted), (result.Exit, merged));
        Assert.Contains(ours ? "our version is not" : "their version is not", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_nobody_encrypted_merge_as_ever()
    {
        using var bench = new GitBench();
        Assert.Equal(
            (0, "a: 2\nx: 1\ny: 1\nb: 2\n"),
            await PlainAsync(bench, "a: 1\nx: 1\ny: 1\nb: 1\n", "a: 2\nx: 1\ny: 1\nb: 1\n", "a: 1\nx: 1\ny: 1\nb: 2\n"));
        Assert.Equal((1, "<<<<<<< ours\na: 2\n=======\na: 3\n>>>>>>> theirs\n"), await PlainAsync(bench, "a: 1\n", "a: 2\n", "a: 3\n"));

        static async Task<(int, string)> PlainAsync(GitBench bench, string @base, string ours, string theirs)
        {
            var (result, merged) = await bench.MergeAsync("values.yaml", @base, ours, theirs);
            return (result.Exit, merged);
        }
    }

    [Fact]
    public async Task Both_sides_encrypting_the_same_plain_file_is_no_conflict()
    {
        using var bench = new GitBench();
        var ours = await bench.EncryptAsync("s.yaml", "a: 1\nb: 2\n");
        var theirs = await bench.EncryptAsync("s.yaml", "a: 1\nb: 3\n");
        var (result, merged) = await bench.MergeAsync("s.yaml", "a: 1\nb: 2\n", ours, theirs);
        Assert.Equal((0, "a: 1\nb: 3\n"), (result.Exit, await bench.ViewAsync("s.yaml", merged)));
    }

    [Fact]
    public async Task Line_ends_stay_as_they_are_in_the_repository()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = (await bench.EditAsync("s.yaml", @base, "s/one/ours/")).ReplaceLineEndings("\r\n");
        var theirs = await bench.EditAsync("s.yaml", @base, "s/three/theirs/");
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs);
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Equal(merged.Count(c => c == '\n'), CarriageReturns().Count(merged));
        Assert.Contains("ours", await bench.ViewAsync("s.yaml", merged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_ancestors_one_is_made_that_keeps_what_was_there_before_a_conflict()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/;s/three/3/");
        var theirs = await bench.EditAsync("s.yaml", @base, "s/one/theirs/");
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs, "--ancestor");
        Assert.Equal((1, ""), (result.Exit, result.ErrorText));
        Assert.Equal(Plain["s.yaml"]
            .Replace("three", "3", StringComparison.Ordinal), (await bench.ViewAsync("s.yaml", merged))
            .Replace("'3'", "3", StringComparison.Ordinal)
            .Replace("\"3\"", "3", StringComparison.Ordinal));
        Assert.False(bench.Run.Has("s.yaml.conflict"));
    }

    [Fact]
    public async Task A_folder_that_git_has_yet_to_make_is_not_made_for_a_conflict()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        var theirs = await bench.EditAsync("s.yaml", @base, "s/one/theirs/");
        var (result, merged) = await bench.MergeAsync("new/s.yaml", @base, ours, theirs);
        Assert.Equal((1, ours), (result.Exit, merged));
        Assert.DoesNotContain(".conflict", result.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Run.File("new")));
    }

    [Fact]
    public async Task A_file_that_bears_the_name_of_ours_stays()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        var theirs = await bench.EditAsync("s.yaml", @base, "s/one/theirs/");
        bench.Run.Write("s.yaml.conflict", "mine\n");
        Assert.Equal(1, (await bench.MergeAsync("s.yaml", @base, ours, theirs)).Result.Exit);
        Assert.Equal("mine\n", bench.Run.Read("s.yaml.conflict"));
    }

    [Fact]
    public async Task A_rule_that_would_lay_values_open_is_not_taken_over()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain["s.yaml"]);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        bench.Run.WithKey("a1", "    encrypted_regex: ^nothing$\n");
        var theirs = await bench.EncryptAsync("s.yaml", "a: one\nb: open\nm:\n    c: three\n    d: 4\n");
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs);
        Assert.Equal(1, result.Exit);
        Assert.Contains("their side may leave values readable", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("open", merged, StringComparison.Ordinal);
        Assert.DoesNotContain("encrypted_regex", merged, StringComparison.Ordinal);
        Assert.Contains("b: open\n", await bench.ViewAsync("s.yaml", merged), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ciphertexts(string text) => Ciphertext().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"ENC\[[^\]]*\]")]
    private static partial Regex Ciphertext();

    [GeneratedRegex("\r\n")]
    private static partial Regex CarriageReturns();
}
