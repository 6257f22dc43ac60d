using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>The file beside a conflict: nothing in it is readable that was encrypted, comments included.</summary>
public sealed class ConflictFileTests
{
    private const string Plain =
        $"m:\n    # {VerbRun.Canary} of m\n    c: three\n    l:\n        # {VerbRun.Canary} of l\n        - {VerbRun.Canary}\nz: last\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Comments_and_values_of_a_map_that_one_side_removed_stay_encrypted(bool weRemove)
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain);
        var removed = await bench.EditAsync("s.yaml", @base, "/^z/!d");
        var changed = await bench.EditAsync("s.yaml", @base, "s/three/3/");
        var (result, merged) = weRemove
            ? await bench.MergeAsync("s.yaml", @base, removed, changed)
            : await bench.MergeAsync("s.yaml", @base, changed, removed);
        Assert.Equal(1, result.Exit);
        Assert.Equal(
            weRemove ? "z: last\n" : Plain.Replace("three", "3", StringComparison.Ordinal),
            (await bench.ViewAsync("s.yaml", merged)).Replace("\"3\"", "3", StringComparison.Ordinal));
        var beside = bench.Run.Read("s.yaml.conflict");
        Assert.DoesNotContain(VerbRun.Canary, beside, StringComparison.Ordinal);
        Assert.DoesNotContain("three", beside, StringComparison.Ordinal);
        Assert.Contains("#ENC[", beside, StringComparison.Ordinal);
        Assert.Contains("- ENC[", beside, StringComparison.Ordinal);
    }
}
