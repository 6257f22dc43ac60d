using System.Diagnostics;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Which files of a tree are taken: those that git would show, and that are encrypted.</summary>
public sealed class TreeTests
{
    private static readonly string[] Places =
    [
        "a.yaml", "b.json", "c.env", "d.ini", "e.bin", "sub/a.yaml", "sub/deep/b.yaml", "out/a.yaml", "sub/out/a.yaml", "logs/keep.yaml",
        "logs/lose.yaml",
        "doc/x/y/z.yaml", "root.yaml", "sub/root.yaml", "own/skip.yaml", "own/take.yaml", "excluded.yaml", ".hidden/a.yaml",
        "kept.tmp/a.yaml", "a[1].yaml", "b1.yaml",
    ];

    [Fact]
    public async Task What_git_ignores_is_passed_over_exactly_as_git_does()
    {
        using var run = new VerbRun().WithKey();
        await run.GitInitAsync();
        foreach (
            var (
                extension,
                text) in new[] { ("yaml", "a: 1\n"), ("json", "{\"a\": 1}\n"), ("env", "A=1\n"), ("ini", "[a]\nb = 1\n"), ("bin", "x") })
        {
            run.Write("seed." + extension, text);
            Assert.Equal(0, (await run.RunAsync("enc", "seed." + extension)).Exit);
        }

        foreach (var place in Places)
        {
            run.Write(place, run.Read("seed" + Path.GetExtension(place)));
        }

        run.Write(".gitignore", "# build\nout/\nlogs/*\n!logs/keep.yaml\ndoc/**/z.yaml\n/root.yaml\n*.tmp\nb[0-9].yaml\nseed.*\n");
        run.Write("own/.gitignore", "*\n!take.yaml\n");
        run.Write(".git/info/exclude", "excluded.yaml\n");
        run.Write("plain.yaml", "sops: text\na: lastmodified\n");
        var expected = (await GitFilesAsync(run)).Intersect(Places).Order(StringComparer.Ordinal);
        Assert.Equal(expected, await FoundAsync(run, "."));
        Assert.Equal(["sub/a.yaml", "sub/deep/b.yaml", "sub/root.yaml"], await FoundAsync(run, "sub"));
        Assert.Equal(["out/a.yaml"], await FoundAsync(run, "out/a.yaml"));
    }

    [Fact]
    public async Task Links_and_pipes_are_passed_over_and_no_file_is_taken_twice()
    {
        using var run = new VerbRun().WithKey();
        run.Write("real/a.yaml", "a: 1\n");
        await run.RunAsync("enc", "real/a.yaml");
        Directory.CreateSymbolicLink(run.File("real/up"), run.Path);
        Directory.CreateSymbolicLink(run.File("self"), run.File("self"));
        File.CreateSymbolicLink(run.File("link.yaml"), "real/a.yaml");
        using var pipe = Process.Start("mkfifo", run.File("pipe.yaml"));
        await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["real/a.yaml"], await FoundAsync(run, ".", "real", "real/a.yaml"));
    }

    private static async Task<IEnumerable<string>> FoundAsync(VerbRun run, params string[] paths) =>
        (await run.RunAsync(["groups", "list", .. paths]))
            .OutputText.Split('\n')
            .Where(line => line.Contains(": ", StringComparison.Ordinal))
            .Select(line => line.Split(": ")[0]);

    private static async Task<string[]> GitFilesAsync(VerbRun run)
    {
        using var git = Process.Start(
            new ProcessStartInfo(
                "git", ["-C", run.Path, "ls-files", "--others", "--exclude-standard", "-z"]) { RedirectStandardOutput = true })!;
        var text = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        return text.Split('\0');
    }
}
