using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Signing;

/// <summary>A merge is signed by who merges, but only if both sides were signed as required.</summary>
public sealed class SignedMergeTests
{
    [Fact]
    public async Task The_merge_of_two_signed_sides_is_signed()
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        var versions = await VersionsAsync(run);
        var result = await MergeAsync(run, versions);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Equal("valid", await StatusAsync(run));
    }

    [Fact]
    public async Task The_merge_with_a_side_that_nobody_signed_is_not_signed_and_a_warning_says_so()
    {
        using var run = new SigningRun().With(null);
        var versions = await VersionsAsync(run);
        run.With("id_ed25519").WithList();
        var result = await MergeAsync(run, versions);
        Assert.Equal(0, result.Exit);
        Assert.Contains("s.yaml (their version): the file is not signed", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("s.yaml (our version): the file is not signed", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("the merged file is not signed\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("missing", await StatusAsync(run));
    }

    [Fact]
    public async Task Without_a_key_the_merge_is_not_signed()
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        var versions = await VersionsAsync(run);
        var result = await MergeAsync(run.With(null), versions);
        Assert.Equal(0, result.Exit);
        Assert.Contains("s.yaml is not signed now", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("missing", await StatusAsync(run));
    }

    [Fact]
    public async Task A_conflict_is_signed_when_it_is_resolved()
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        var versions = await VersionsAsync(run, "s/1/3/;s/2/4/");
        var result = await MergeAsync(run, versions);
        Assert.Equal(1, result.Exit);
        Assert.Equal("missing", await StatusAsync(run));
        run.Run.Write("s.yaml", run.Run.Read("ours"));
        var resolved = await run.RunAsync("git", "resolve", "--theirs", "s.yaml");
        Assert.True(resolved.Exit == 0, resolved.ErrorText);
        Assert.Equal("valid", await run.StatusAsync("s.yaml"));
    }

    [Fact]
    public async Task A_side_that_nothing_differs_from_keeps_its_signature()
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        var (@base, ours, _) = await VersionsAsync(run);
        var result = await MergeAsync(run.With(null), (@base, ours, @base));
        Assert.Equal((0, ours), (result.Exit, run.Run.Read("ours")));
    }

    private static async Task<(string Base, string Ours, string Theirs)> VersionsAsync(SigningRun run, string theirEdit = "s/2/4/")
    {
        var @base = await run.EncryptAsync("s.yaml", "a: 1\nb: x\nc: 2\n");
        return (@base, await EditAsync(run, @base, "s/1/5/"), await EditAsync(run, @base, theirEdit));
    }

    private static async Task<string> EditAsync(SigningRun run, string text, string expression)
    {
        run.Run.Write("s.yaml", text);
        run.Run.Editor($"sed -i '{expression}' \"$1\"");
        var result = await run.RunAsync("edit", "--unattended", "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        return run.Run.Read("s.yaml");
    }

    private static async Task<SopsResult> MergeAsync(SigningRun run, (string Base, string Ours, string Theirs) versions)
    {
        run.Run.Write("base", versions.Base);
        run.Run.Write("ours", versions.Ours);
        run.Run.Write("theirs", versions.Theirs);
        return await run.RunAsync("git", "merge", "--", "base", "ours", "theirs", "7", "s.yaml");
    }

    private static Task<string> StatusAsync(SigningRun run) => run.StatusAsync("ours", "--input-type", "yaml");
}
